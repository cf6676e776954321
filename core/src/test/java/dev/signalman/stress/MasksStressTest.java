package dev.signalman.stress;

import dev.signalman.Capabilities.Mode;
import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.signal.SelfPipe;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.StressRun;
import dev.signalman.testkit.StressTest;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Claims and releases while queued signals arrive, beside handlers of others that interrupt all
/// threads: after each, every thread's mask is as it shall be. May be lost: nothing.
@StressTest
class MasksStressTest {
  private static final int EACH = 2_000;

  @ParameterizedTest(name = "SC-13: masks and queued signals hold beside {0}")
  @EnumSource(names = {"JFR", "PROFILER", "JLINE"})
  void beside(Beside other) throws Exception {
    if (other == Beside.JLINE) {
      Peer.assumePython();
    }
    try (ChildJvm child =
        Stress.child(QueueWitness.class, other)
            .args("queue", "masks", Long.toString(StressRun.seed()), "INT", "WINCH", "TSTP")
            .start()) {
      child.expect("ready");
      new Flood(child, EACH).run(2 * EACH).end("beside " + other);
    }
  }

  /// Threads that calculate, and claims that come and go.
  static final class Claims implements QueueWitness.Load {
    private static final SignalSet SIGNALS = SignalSet.of(Signal.USR1, Signal.RT4);

    private final Thread claiming;
    private volatile boolean done;
    private int claims;
    private int wrong;

    private Claims(long seed) {
      Random random = new Random(seed);
      claiming = Thread.ofPlatform().name("claims").start(() -> run(random));
      for (int i = 0; i < 2; i++) {
        Thread.ofPlatform().name("busy").daemon().start(this::calculate);
      }
    }

    static Claims start(long seed) {
      return new Claims(seed);
    }

    private void calculate() {
      double value = 1;
      while (value > 0 && !done) {
        value = Math.sqrt(value + 3);
      }
    }

    private void run(Random random) {
      try {
        while (!done) {
          Mode mode = random.nextInt(8) == 0 ? Mode.HANDLER_ONLY : Mode.FULL;
          try (SelfPipe _ = SelfPipe.open(SIGNALS, mode)) {
            Masks.await(mode == Mode.FULL, SIGNALS);
          }
          Masks.await(false, SIGNALS);
          claims++;
        }
      } catch (Throwable e) {
        wrong++;
        e.printStackTrace();
      }
    }

    @Override
    public String stop() throws InterruptedException {
      done = true;
      claiming.join();
      return "%d claims, %d wrong".formatted(claims, wrong + (claims == 0 ? 1 : 0));
    }
  }
}
