package dev.signalman.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static Figure figure(String system, double median) {
    return new Figure("latency", system, "us", Map.of("median", median), List.of());
  }

  @Test
  void latencyWithinItsTargetIsMet() {
    Comparison line =
        Comparison.atMost("wait", figure("ours", 5.5), figure("C", 5), "median", 1.15);

    assertThat(line)
        .isEqualTo(
            new Comparison("wait", "ours: 5.50 us", "C", "5 us", "1.10x", "<= 1.15x", "met"));
  }

  @Test
  void latencyBeyondItsTargetIsShownAsMissed() {
    Comparison line = Comparison.atMost("wait", figure("ours", 6), figure("C", 5), "median", 1.15);

    assertThat(line.verdict()).isEqualTo("MISSED");
  }

  @Test
  void throughputBelowItsTargetIsShownAsMissed() {
    Comparison line =
        Comparison.atLeast("flow", figure("ours", 79), figure("C", 100), "median", 0.8);

    assertThat(line.verdict()).isEqualTo("MISSED");
  }

  @Test
  void oneLostSignalIsShownAsMissed() {
    Comparison line = Comparison.exactly("lost", figure("ours", 1), figure("C", 0), "median", 0);

    assertThat(line.verdict()).isEqualTo("MISSED");
  }

  @Test
  void ratioWithoutTargetHasNoVerdict() {
    Comparison line =
        Comparison.atMost("wait", figure("ours", 6), figure("C", 5), "median", Measure.OPEN);

    assertThat(line.target() + line.verdict()).isEqualTo("--");
  }

  @Test
  void valueWithAUnitOfItsOwnShowsIt() {
    Figure ours = new Figure("claims", "ours", "", Map.of("claim, ms", 1.25), List.of());

    assertThat(Comparison.within("claim", ours, "claim, ms", 1.5))
        .isEqualTo(new Comparison("claim", "ours: 1.25 ms", "-", "-", "-", "<= 1.50 ms", "met"));
  }

  @Test
  void valueBeyondItsOwnLimitIsShownAsMissed() {
    assertThat(Comparison.within("claim", figure("ours", 1.6), "median", 1.5).isMissed()).isTrue();
  }
}
