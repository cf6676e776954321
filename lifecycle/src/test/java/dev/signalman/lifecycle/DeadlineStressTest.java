package dev.signalman.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.StressRun;
import dev.signalman.testkit.StressTest;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How exactly the deadline is kept. Only the long form judges the time, on a quiet machine; the
/// short one checks that the program ends.
@StressTest
class DeadlineStressTest {
  private static final Duration DEADLINE = Duration.ofMillis(1_500);
  private static final Duration SCHEDULING = Duration.ofMillis(100);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "task=s/a wait",
        "task=s/a monitor",
        "task=s/a read",
        "task=s/a loop",
        "hook=hang"
      })
  @DisplayName("STOP-92: whatever hangs, the program ends at its deadline")
  void isKept(String what) throws Exception {
    try (ChildJvm child = Stopping.ready(what, "deadline=" + DEADLINE.toMillis() + "ms")) {
      long began = System.nanoTime();
      Peer.kill("TERM", child.pid());
      child.expectExit(1);
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      System.out.println(what + ": ended after " + took.toMillis() + " ms");
      if (StressRun.isLong()) {
        assertThat(took).isLessThan(DEADLINE.plus(SCHEDULING));
      }
    }
  }
}
