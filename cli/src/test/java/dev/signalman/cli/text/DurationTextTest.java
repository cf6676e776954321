package dev.signalman.cli.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationTextTest {
  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "2s, PT2S",
    "1m30s, PT1M30S",
    "2, PT2S",
    "1.5s, PT1.5S",
    "1.5, PT1.5S",
    "0, PT0S",
    "0s, PT0S",
    "1d2h3m4s5ms6us, PT26H3M4.005006S",
    "1h0.5m, PT1H30S",
    "0.0000015s, PT0.0000015S",
    "0.12345678987654321s, PT0.123456789S",
    "1.0005us, PT0.000001S",
    "007s, PT7S",
    "90m, PT1H30M",
    "106751d, PT2562024H"
  })
  void readsWhatPeopleWrite(String text, Duration duration) {
    assertThat(DurationText.parse(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        ".1,PT0.1S",
        ".5s,PT0.5S",
        "1.,PT1S",
        "1.s,PT1S",
        "1e-3,PT0.001S",
        "1E3s,PT16M40S",
        "1e+3m,PT1000M",
        "1e3ms,PT1S",
        "0x10,PT16S",
        "0x1p3s,PT8S",
        "0X.8m,PT30S",
        "0x1d,PT29S",
        "+1s,PT1S",
        " 2s,PT2S"
      })
  void readsWhatTimeoutReads(String text, Duration duration) {
    assertThat(DurationText.parse(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "s", "2 s", "2s ", "-1s", "1..5s", "1,5s", "1.5m30s", "30s1m", "1s1s", "1m30",
        "30s5", "5x", "2S", "2sec", "1h m", "s2", "٣s", "ms", "1.5.5s", "NaN", "nans", "1e", "e3",
        "1e3d2h", "1h.5m", "++1", "+-1", "-inf", "0x", "0x1g", "1f", "1_0", "1e3e3", ".", "infinit",
        "inf inf", "1mm"
      })
  void refusesAnythingElseInOneSentence(String text) {
    assertThatThrownBy(() -> DurationText.parse(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageStartingWith("\"" + text + "\" is not a duration: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "99999999999999999999s",
        "18446744073709551617us",
        "106752d",
        "9223372037s",
        "106751d24h",
        "1e300",
        "1e999999999",
        "0x1p9999",
        "inf",
        "INF",
        "infinity",
        "infs",
        "infd"
      })
  void timesThatDoNotFitAreForEver(String text) {
    assertThat(DurationText.parse(text)).isEqualTo(Duration.ofNanos(Long.MAX_VALUE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0.0000000001s", "0.0009us", "0.0000000009", "1e-300", "1e-999999999", "0x1p-99"})
  void timesBelowANanosecondAreANanosecond(String text) {
    assertThat(DurationText.parse(text)).isEqualTo(Duration.ofNanos(1));
  }

  @Test
  void sumsPartsWhateverTheyAre() {
    Random random = Seed.random();
    List<String> units = List.of("d", "h", "m", "s", "ms", "us");
    List<Duration> lengths =
        List.of(
            Duration.ofDays(1),
            Duration.ofHours(1),
            Duration.ofMinutes(1),
            Duration.ofSeconds(1),
            Duration.ofMillis(1),
            Duration.ofNanos(1_000));
    for (int i = 0; i < 10_000; i++) {
      StringBuilder text = new StringBuilder();
      Duration sum = Duration.ZERO;
      int chosen = 1 + random.nextInt((1 << units.size()) - 1);
      for (int unit = 0; unit < units.size(); unit++) {
        if ((chosen >> unit & 1) != 0) {
          int number = random.nextInt(2_000);
          text.append(number).append(units.get(unit));
          sum = sum.plus(lengths.get(unit).multipliedBy(number));
        }
      }
      assertThat(DurationText.parse(text.toString())).as(text.toString()).isEqualTo(sum);
    }
  }

  @Test
  void neverFailsInAnotherWay() {
    Random random = Seed.random();
    String letters = "0123456789.dhmsu -";
    for (int i = 0; i < 100_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(12); length > 0; length--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      try {
        assertThat(DurationText.parse(text.toString()).isNegative()).as(text.toString()).isFalse();
      } catch (TypeConversionException e) {
        assertThat(e.getMessage()).contains("\"" + text + "\"").doesNotContain("\n");
      }
    }
  }
}
