package dev.signalman.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.io.Pipe;
import dev.signalman.signal.Disposition;
import dev.signalman.signal.SelfPipe;
import dev.signalman.signal.SignalQueue;
import dev.signalman.signal.Signals;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The tests of a user. [KitRun] runs them; the build itself does not, because they are nested.
final class Samples {
  private Samples() {}

  @WithSignals
  static class Raising {
    @Test
    void handlersHaveReturned(RaisedSignals signals) throws Exception {
      List<SignalInfo> got = new ArrayList<>();
      try (var _ = Signals.handle(Signal.USR1, got::add);
          SignalQueue queue = Signals.queue(Signal.RT0)) {
        for (int i = 1; i <= 100; i++) {
          signals.raise(Signal.USR1);
          assertThat(got).hasSize(i);
        }
        raise(signals, Signal.RT0, 42);
        assertThat(queue.poll()).isNotNull().extracting(SignalInfo::value).isEqualTo(42L);
      }
    }

    /// The queue has room for all programs of the user together, and they may fill it for a moment.
    private static void raise(RaisedSignals signals, Signal signal, long value) throws Exception {
      while (true) {
        try {
          signals.raise(signal, value);
          return;
        } catch (PosixException e) {
          if (!e.errno().equals(Errno.EAGAIN)) {
            throw e;
          }
          Thread.sleep(10);
        }
      }
    }

    @Test
    void aSelfPipeReadsItself(RaisedSignals signals) throws Exception {
      try (SelfPipe pipe = SelfPipe.open(Signal.USR1)) {
        signals.raise(Signal.USR1);
        assertThat(pipe.take().signal()).isEqualTo(Signal.USR1);
      }
    }

    @Test
    void nobodyReceives(RaisedSignals signals) throws Exception {
      signals.raise(Signal.WINCH); // ignored by default
      Signals.ignore(Signal.USR1);
      signals.raise(Signal.USR1);
      for (Signal signal : List.of(Signal.USR2, Signal.TERM, Signal.RT3)) {
        assertThatIllegalStateException()
            .isThrownBy(() -> signals.raise(signal))
            .withMessageStartingWith("signalman-junit: nobody receives " + signal.fullName())
            .withMessageEndingWith("with @InOwnVm");
      }
    }
  }

  @WithSignals
  @TestMethodOrder(MethodOrderer.MethodName.class)
  static class Restored {
    @Test
    void a() {
      Signals.ignore(Signal.INT);
      Signals.setDefault(Signal.TERM);
      Signals.ignore(Signal.USR1);
    }

    @Test
    void b() {
      assertThat(Signals.disposition(Signal.INT)).isInstanceOf(Disposition.Jvm.class);
      assertThat(Signals.disposition(Signal.TERM)).isInstanceOf(Disposition.Jvm.class);
      assertThat(Signals.disposition(Signal.USR1)).isEqualTo(new Disposition.Default());
    }
  }

  @WithSignals
  @TestMethodOrder(MethodOrderer.MethodName.class)
  static class Claims {
    @Test
    void a() throws Exception {
      Signals.handle(Signal.USR1, _ -> {});
      SelfPipe pipe = SelfPipe.open(Signal.RT1);
      assertThat(pipe.isOpen()).isTrue();
      Signals.raise(Signal.RT1); // would end the VM if the extension gave it back
    }

    @Test
    void b() {
      assertThat(Signals.disposition(Signal.USR1)).isEqualTo(new Disposition.Default());
      assertThat(Signals.disposition(Signal.RT1)).isEqualTo(new Disposition.Default());
    }
  }

  @WithSignals
  @AllowLeaks(value = Leak.DESCRIPTORS, reason = "the child's streams")
  static class Children {
    @Test
    void a() throws Exception {
      assertThat(new ProcessBuilder("sleep", "1000").start().isAlive()).isTrue();
    }
  }

  @WithSignals
  static class Descriptors {
    private static final List<Pipe> PIPES = new ArrayList<>();

    @Test
    void opensAPipe() throws Exception {
      PIPES.add(Pipe.open());
    }

    @Test
    void opensNone() throws Exception {
      try (Pipe pipe = Pipe.open()) {
        assertThat(pipe.capacity()).isPositive();
      }
    }
  }

  @WithSignals
  static class Threads {
    @Test
    void leavesAThread() {
      Thread.ofPlatform().daemon().name("signalman-sample").start(LockSupport::park);
    }
  }

  @WithSignals
  @AllowLeaks(
      value = {Leak.CHILDREN, Leak.CLAIMS, Leak.DESCRIPTORS},
      reason = "a sample")
  static class Allowed {
    @Test
    void a() throws Exception {
      assertThat(new ProcessBuilder("sleep", "1000").start().isAlive()).isTrue();
      Signals.handle(Signal.USR1, _ -> {});
    }
  }

  /// The other one is not here, however long this one waits.
  private static void alone(CountDownLatch both) throws InterruptedException {
    both.countDown();
    assertThat(both.await(200, TimeUnit.MILLISECONDS)).isFalse();
  }

  private static CountDownLatch meeting = new CountDownLatch(2);

  @WithSignals
  static class OneAtATime {
    @Test
    void a() throws Exception {
      alone(meeting);
      meeting = new CountDownLatch(2);
    }

    @Test
    void b() throws Exception {
      alone(meeting);
      meeting = new CountDownLatch(2);
    }
  }

  @InOwnVm
  static class OwnVms {
    @BeforeEach
    void before() {
      System.setProperty("before", ProcessHandle.current().pid() + "");
    }

    @Test
    void passes() {
      assertThat(System.getProperty("before")).isEqualTo(ProcessHandle.current().pid() + "");
      assertThat(System.getProperty("kit.pid")).isNotEqualTo(System.getProperty("before"));
      System.out.println("written by passes");
    }

    @Test
    void fails() {
      System.out.println("written to standard output");
      System.err.println("written to standard error");
      assertThat("there").isEqualTo("here");
    }
  }

  static class OtherEnds {
    @Test
    @InOwnVm
    void exits() {
      System.exit(3);
    }

    @Test
    @InOwnVm
    @WithSignals
    void isEndedBySignal(RaisedSignals signals) throws Exception {
      Signals.setDefault(Signal.TERM);
      System.out.println("raising");
      signals.raise(Signal.TERM);
      new CountDownLatch(1).await();
    }

    @Test
    @InOwnVm
    void isAborted() {
      assumeTrue(false, "not today");
    }

    @Test
    @InOwnVm(seconds = 2)
    void hangs() throws Exception {
      new CountDownLatch(1).await();
    }

    @ParameterizedTest
    @InOwnVm
    @ValueSource(ints = {1, 2})
    void hasParameters(int parameter) {
      assertThat(parameter).isEqualTo(1);
    }

    @Test
    @InOwnVm
    void throwsWhatCannotBeSent() {
      @SuppressWarnings("serial") // that is the point
      class Own extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final Object inner = new Object();

        @Override
        public String getMessage() {
          return "an own one, with " + inner.getClass().getSimpleName();
        }
      }
      throw new Own();
    }
  }
}
