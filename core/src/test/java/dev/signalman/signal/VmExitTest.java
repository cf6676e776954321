package dev.signalman.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Signal;
import dev.signalman.process.Spawn;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import java.nio.channels.Selector;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The threads of this library while the VM goes down.
class VmExitTest {
  private static final Set<String> READERS =
      Set.of("signalman-reader", "signalman-reaper", "signalman-selector-waker");

  /// HotSpot would wait 300 ms for them otherwise, at every exit.
  @Test
  void noThreadOfOursStaysInNativeCode() throws Exception {
    try (ChildJvm child = ChildJvm.start(Exiting.class)) {
      child.expect("ready");
      child.expect("all rest in Java");
      assertThat(child.exit()).isZero();
    }
  }

  static final class Exiting {
    public static void main(String[] args) throws Exception {
      Signals.subscribe(Signal.USR1);
      Spawn.of("true").start().waitFor();
      SelfPipe.open(Signal.USR2).wakeup(Selector.open());
      Runtime.getRuntime().addShutdownHook(new Thread(Exiting::look));
      System.out.println("ready");
      System.exit(0);
    }

    /// A thread in native code shows as RUNNABLE, whatever it waits for there.
    private static void look() {
      try {
        Eventually.until("rest", () -> restingReaders() == READERS.size());
        System.out.println("all rest in Java");
      } catch (Exception e) {
        System.out.println(e);
      }
    }

    private static long restingReaders() {
      return Thread.getAllStackTraces().keySet().stream()
          .filter(thread -> READERS.contains(thread.getName()))
          .filter(thread -> thread.getState() == Thread.State.TIMED_WAITING)
          .count();
    }
  }
}
