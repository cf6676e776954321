package dev.signalman.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Cause;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.posix.Memory;
import dev.signalman.posix.TimeH;
import dev.signalman.signal.SelfPipe;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.time.Alarm;
import java.time.Duration;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;

class OwnTimersTest {
  @Test
  void aTimerThatRunsIsNeverMarkedAsStopped() throws Exception {
    try (ChildJvm child = ChildJvm.start(SetAgainstCancel.class)) {
      assertThat(child.line()).isEqualTo("0 of 20000 marked");
      child.expectExit(0);
    }
  }

  /// Two threads, which do that at the same moment.
  static final class SetAgainstCancel {
    private static final int ROUNDS = 20_000;
    private static final SignalInfo SENT =
        new SignalInfo(Signal.ALRM, Cause.KERNEL, 0x80, 0, 0, 0, 0, 0, 0);

    private SetAgainstCancel() {}

    public static void main(String[] args) throws Exception {
      CyclicBarrier barrier = new CyclicBarrier(2);
      Thread canceller =
          Thread.ofPlatform()
              .daemon()
              .start(() -> {
                while (true) {
                  meet(barrier);
                  Alarm.cancel();
                  meet(barrier);
                }
              });
      int marked = 0;
      for (int i = 0; i < ROUNDS; i++) {
        Alarm.set(Duration.ofHours(1)); // so that there is one to be stopped
        meet(barrier);
        Alarm.set(Duration.ofHours(1));
        meet(barrier);
        if (!Alarm.remaining().isZero() && OwnTimers.isStale(SENT)) {
          marked++;
        }
      }
      System.out.println(marked + " of " + ROUNDS + " marked" + (canceller.isAlive() ? "" : "!"));
    }

    private static void meet(CyclicBarrier barrier) {
      try {
        barrier.await();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void afterACancelAnAlarmOfNativeCodeIsReceived() throws Exception {
    try (ChildJvm child = ChildJvm.start(NativeAlarm.class)) {
      child.expect("ALRM", "ALRM");
      child.expectExit(0);
    }
  }

  static final class NativeAlarm {
    private NativeAlarm() {}

    public static void main(String[] args) throws Exception {
      try (SelfPipe pipe = SelfPipe.open(Signal.ALRM)) {
        Alarm.set(Duration.ofHours(1));
        Alarm.cancel();
        Memory soon = Memory.allocate(TimeH.ITIMERVAL_SIZE).putLong(TimeH.VALUE_MICROS, 1_000);
        Memory before = Memory.allocate(TimeH.ITIMERVAL_SIZE);
        for (int i = 0; i < 2; i++) {
          TimeH.setitimer(0, soon, before);
          System.out.println(pipe.take().signal());
        }
      }
    }
  }
}
