package dev.signalman.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClockTextTest {
  @Test
  void isoHasSixDecimals() {
    assertThat(ClockText.iso().of(Instant.parse("2026-01-31T02:03:04.5Z")))
        .isEqualTo("2026-01-31T02:03:04.500000Z");
  }

  @Test
  void timeOfDayIsThatOfTheZone() {
    assertThat(
            ClockText.timeOfDay(ZoneId.of("Asia/Kolkata"))
                .of(Instant.parse("2026-01-31T22:03:04.000001999Z")))
        .isEqualTo("03:33:04.000001");
  }

  @Test
  void isoIsReadBackWhateverTheTime() {
    Random random = Seed.random();
    ClockText clock = ClockText.iso();
    Instant time = Instant.ofEpochSecond(random.nextInt(2_000_000_000));
    for (int i = 0; i < 10_000; i++) {
      time = time.plusNanos(random.nextInt(700_000_000));
      assertThat(Instant.parse(clock.of(time))).isEqualTo(time.truncatedTo(ChronoUnit.MICROS));
    }
  }
}
