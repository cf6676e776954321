package dev.signalman.stress;

import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.StressRun;
import dev.signalman.testkit.StressTest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Queued signals from two processes to one handler that stays, while others come and go, some with
/// executors, some of which are busy at times. May be lost: nothing. Each signal comes to the one
/// that stays once, in its sender's order, and to the others from their first to their end.
@StressTest
class HandlersStressTest {
  @Test
  @DisplayName("HND-23: other handlers and either reading thread lose and reorder no signal")
  void remainingHandlersGetAllSignals() throws Exception {
    long seed = StressRun.seed();
    try (ChildJvm child =
        Stress.child(QueueWitness.class)
            .vm("-Xmx256m")
            .args("handler", "visitors", Long.toString(seed), "HUP")
            .start()) {
      child.expect("ready");
      new Flood(child, StressRun.count(25_000, 50_000))
          .run(StressRun.count(100_000, 1_000_000))
          .end("handlers");
    }
  }
}
