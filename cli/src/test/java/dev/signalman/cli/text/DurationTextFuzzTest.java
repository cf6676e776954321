package dev.signalman.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.Fuzz;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

@Tag("fuzz")
class DurationTextFuzzTest {
  private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(d|h|ms|us|m|s|$)");
  private static final Pattern NUMBER =
      Pattern.compile("\\+?((?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?)(d|h|ms|us|m|s|)");
  private static final Map<String, String> SECONDS =
      Map.of("d", "86400", "h", "3600", "m", "60", "s", "1", "", "1", "ms", "1e-3", "us", "1e-6");

  /// The sum is computed a second time, from decimals of any size.
  @Test
  void aDurationIsTheSumOfItsPartsOrRefusedAndQuoted() throws Exception {
    Fuzz.texts(
        List.of("500ms", "2s", "1m30s", "1.5s", "1d2h3m4s5ms6us", "106751d", "0", "+1.e-3m"),
        text -> {
          if (text.matches(".*[xXfF].*")) {
            return; // hexadecimal, or endless: DurationTextTest
          }
          try {
            BigDecimal nanos = BigDecimal.valueOf(DurationText.parse(text).toNanos());
            assertThat(nanos).as(text).isEqualByComparingTo(limited(nanos(text)));
          } catch (TypeConversionException e) {
            assertThat(e).hasMessageStartingWith("\"" + text + "\" is ");
          }
        });
  }

  private static BigDecimal nanos(String text) {
    BigDecimal seconds = BigDecimal.ZERO;
    Matcher part = PART.matcher(text);
    int end = 0;
    for (; end < text.length() && part.find(end) && part.start() == end; end = part.end()) {
      seconds = seconds.add(new BigDecimal(part.group(1)).multiply(unit(part.group(2))));
    }
    return end == text.length() ? seconds.movePointRight(9) : singleNumber(text);
  }

  private static BigDecimal singleNumber(String text) {
    Matcher number = NUMBER.matcher(text.stripLeading());
    assertThat(number.matches()).as("\"%s\" is a duration", text).isTrue();
    BigDecimal nanos = unit(number.group(2)).movePointRight(9);
    return new BigDecimal(number.group(1)).multiply(nanos);
  }

  /// Whole nanoseconds, one at least if it is more than nothing, and no more than fit.
  private static BigDecimal limited(BigDecimal nanos) {
    BigDecimal most = BigDecimal.valueOf(Long.MAX_VALUE);
    if (nanos.compareTo(BigDecimal.ONE) < 0) {
      return BigDecimal.valueOf(nanos.signum());
    }
    return nanos.compareTo(most) > 0 ? most : new BigDecimal(nanos.toBigInteger());
  }

  private static BigDecimal unit(String name) {
    return new BigDecimal(SECONDS.get(name));
  }
}
