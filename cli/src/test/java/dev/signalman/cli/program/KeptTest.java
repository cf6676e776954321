package dev.signalman.cli.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Signal;
import dev.signalman.cli.program.Kept.Entry;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class KeptTest {
  private static Entry entry(long value) {
    return new Entry(Signal.RT0, true, value);
  }

  @Test
  void keepsTheOrderAndCountsWhatFindsNoRoom() {
    Kept kept = new Kept(3);
    for (int value = 0; value < 5; value++) {
      assertThat(kept.add(entry(value))).isEqualTo(value < 3);
    }
    assertThat(kept.lost()).isEqualTo(2);
    for (int value = 0; value < 3; value++) {
      assertThat(Objects.requireNonNull(kept.first()).value()).isEqualTo(value);
      kept.removeFirst();
      assertThat(kept.add(entry(10 + value))).isTrue();
    }
    assertThat(Objects.requireNonNull(kept.first()).value()).isEqualTo(10);
    kept.clear();
    assertThat(kept.isEmpty()).isTrue();
    assertThat(kept.first()).isNull();
  }
}
