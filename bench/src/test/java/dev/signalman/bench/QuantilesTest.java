package dev.signalman.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class QuantilesTest {
  @Test
  void ofOneToAHundredAreTheNumbersThemselves() {
    long[] values = LongStream.rangeClosed(1, 100).map(value -> 101 - value).toArray();

    assertThat(Quantiles.of(values)).isEqualTo(new Quantiles(50, 90, 99, 100));
  }

  @Test
  void oneDisturbedTurnDecidesNothingButTheMaximum() {
    long[] calm = LongStream.rangeClosed(1, 100).toArray();
    long[] disturbed = LongStream.rangeClosed(1, 100).map(value -> value * 1000).toArray();

    assertThat(Quantiles.overTurns(List.of(calm, disturbed, calm)))
        .isEqualTo(new Quantiles(50, 90, 99, 100_000));
  }

  @Test
  void medianOfAnEvenNumberLiesBetween() {
    assertThat(Quantiles.median(new double[] {4, 1, 3, 2})).isEqualTo(2.5);
  }
}
