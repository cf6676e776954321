package dev.signalman.stress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.StressRun;
import dev.signalman.testkit.StressTest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Two thousand threads that come and go, fewer in every build, and claims among them. May be lost:
/// the order of what a thread takes that is older than the claim. As such a thread ends, HotSpot
/// gives it back the mask that it began with, and it can take one more.
@StressTest
class ThreadCrowdStressTest {
  private static final String CROWD = "crowd " + StressRun.count(300, 2_000);

  private static ChildJvm witness(String load) throws Exception {
    return Stress.child(QueueWitness.class)
        .args("queue", load, Long.toString(StressRun.seed()), "HUP", "INT")
        .start();
  }

  @Test
  @DisplayName("no signal is lost or reordered, and each claim reaches each thread")
  void allArriveInOrder() throws Exception {
    try (ChildJvm child = witness(CROWD)) {
      child.expect("ready");
      new Flood(child, 20_000).run(40_000).end(CROWD);
      assertThat(child.errors()).isEmpty();
    }
  }

  @Test
  @DisplayName("no signal is lost or duplicated while older threads end")
  void allArriveThoughOlderThreadsEnd() throws Exception {
    try (ChildJvm child = witness("older " + CROWD)) {
      child.expect("ready");
      new Flood(child, 20_000).inAnyOrder().run(40_000).end("older " + CROWD);
      assertThat(child.errors()).isEmpty();
    }
  }
}
