package dev.signalman.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Signal;
import dev.signalman.testkit.Allocation;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.SleepingThreads;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What waiting and polling cost when nothing comes, and when much does.
class SelfPipeCostTest {
  @Test
  @DisplayName("FD-03: threads that wait for signals do not wake up without one")
  void idleThreadsStayAsleep() throws Exception {
    try (ChildJvm child = ChildJvm.start(Waiters.class)) {
      child.expect("ready");
      String names = "platform-waiter|signalman-(wait|reade|handl|notic)";
      SleepingThreads.await(child.pid(), names, 4);
    }
  }

  static final class Waiters {
    public static void main(String[] args) throws Exception {
      Signals.onReplaced(replaced -> {}); // nor to look for what it reports
      SelfPipe one = SelfPipe.open(Signal.USR1);
      SelfPipe two = SelfPipe.open(Signal.RT0);
      Signals.handle(Signal.WINCH, info -> {});
      Signals.raise(Signal.WINCH);
      Signals.pause(); // the handler thread starts with the first signal
      Thread.ofPlatform().name("platform-waiter").start(() -> take(one));
      Thread.ofVirtual().start(() -> take(two));
      System.out.println("ready");
    }

    private static void take(SelfPipe pipe) {
      try {
        pipe.take();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  @DisplayName("FD-12: polling allocates nothing, and receiving no more than the SignalInfo")
  void pollingAllocatesNothing() throws Exception {
    // Only the compiler that follows objects through calls sees that the foreign-function call
    // needs
    // none; the usual test options turn it off.
    try (ChildJvm child =
        ChildJvm.of(CountAllocation.class).vm("-XX:TieredStopAtLevel=4").start()) {
      child.expect("poll() 0", "poll(20, MICROSECONDS) 0");
      String received = child.line();
      assertThat(received).startsWith("received ");
      assertThat(Long.parseLong(received.substring("received ".length()))).isBetween(1L, 64L);
    }
  }

  static final class CountAllocation {
    private interface Call {
      void make() throws Exception;
    }

    public static void main(String[] args) throws Exception {
      SelfPipe pipe = SelfPipe.open(Signal.RT0);
      System.out.println("poll() " + bytes(10_000, () -> {}, pipe::poll));
      System.out.println(
          "poll(20, MICROSECONDS) "
              + bytes(1000, () -> {}, () -> pipe.poll(20, TimeUnit.MICROSECONDS)));
      long received = bytes(1000, () -> raise(1000), () -> receive(pipe));
      System.out.println("received " + received / 1000);
    }

    private static void raise(int times) {
      for (int i = 0; i < times; i++) {
        Signals.raise(Signal.RT0);
      }
    }

    private static void receive(SelfPipe pipe) {
      if (pipe.poll() == null) {
        throw new AssertionError("a signal that was sent is not there");
      }
    }

    /// Bytes of so many calls in the best of many rounds: compilation takes its time.
    private static long bytes(int calls, Call before, Call call) throws Exception {
      long least = Long.MAX_VALUE;
      for (int round = 0; round < 200 && least > 0; round++) {
        before.make();
        long start = Allocation.ofThisThread();
        for (int i = 0; i < calls; i++) {
          call.make();
        }
        least = Math.min(least, Allocation.ofThisThread() - start);
      }
      return least;
    }
  }
}
