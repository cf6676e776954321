package dev.signalman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.Fuzz;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

@Tag("fuzz")
class ArgumentsFuzzTest {
  private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(d|h|ms|us|m|s|$)");
  private static final Pattern NUMBER =
      Pattern.compile("\\+?((?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?)(d|h|ms|us|m|s|)");
  private static final Map<String, String> SECONDS =
      Map.of("d", "86400", "h", "3600", "m", "60", "s", "1", "", "1", "ms", "1e-3", "us", "1e-6");

  /// Sent to nobody: no kernel gives a process this id.
  private static final String NOBODY = "2147483647";

  private static final List<String> WORDS =
      List.of(
          "list",
          "inspect",
          "send",
          "watch",
          "exec",
          "every",
          "completion",
          "bash",
          "--json",
          "--group",
          "--value",
          "--value=7",
          "--count",
          "--for",
          "--help",
          "--version",
          "--",
          "-",
          "--timeout",
          "--kill-after",
          "--signal",
          "--overlap",
          "--grace",
          "--only-children",
          "5s",
          "1m30s",
          "TERM",
          "RTMIN+3",
          "0",
          "7",
          NOBODY,
          "true",
          "=",
          "",
          "--json=true",
          "@x");

  /// They listen for signals, which is for a process of its own, and start programs.
  private static final List<String> ONLY_PARSED = List.of("watch", "exec", "every");

  /// The same from decimals of any size, in one expression.
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

  @Test
  void numbersAreInTheirRangeOrRefusedAndQuoted() throws Exception {
    Fuzz.texts(
        List.of("1", "4711", NOBODY, "-3"),
        text -> {
          try {
            assertThat(Arguments.pid(text)).isPositive();
            assertThat(Arguments.count(text)).isEqualTo(Arguments.value(text));
          } catch (TypeConversionException e) {
            assertThat(e).hasMessageStartingWith("\"" + text + "\" is not a");
          }
        });
  }

  @Test
  void anyCommandLineEndsInOrderOrWithOneLine() throws Exception {
    Fuzz.lists(
        WORDS,
        words -> {
          String[] args = words.stream().map(ArgumentsFuzzTest::harmless).toArray(String[]::new);
          Screen screen = Screen.plain();
          if (words.stream().anyMatch(ArgumentsFuzzTest::mayBeOnlyParsed)) {
            parse(screen, args);
            return;
          }
          int status = Main.run(screen.terminal(), args);
          assertThat(status).isBetween(0, 2);
          assertThat(screen.errors())
              .allMatch(line -> line.startsWith("signalman: "))
              .noneMatch(line -> line.contains("internal error"))
              .noneMatch(line -> line.chars().anyMatch(Character::isISOControl));
          assertThat(screen.errors().isEmpty()).isEqualTo(status == 0);
          if (status == 2) {
            assertThat(screen.errors()).hasSize(1);
            assertThat(screen.out()).isEmpty();
          }
        });
  }

  private static void parse(Screen screen, String... args) {
    try {
      Main.commandLine(screen.terminal(), args).parseArgs(args);
    } catch (ParameterException e) {
      assertThat(new Failures(screen.terminal(), "").usage(e)).isEqualTo(2);
      assertThat(screen.errors()).hasSize(1);
    }
  }

  private static boolean mayBeOnlyParsed(String word) {
    return ONLY_PARSED.stream().anyMatch(word::contains);
  }

  /// A defect must not signal a process of the machine: whatever has digits and is no name is a
  /// process that nobody has.
  private static String harmless(String word) {
    boolean number = word.chars().anyMatch(Character::isDigit);
    boolean name = word.chars().anyMatch(c -> c < 0x80 && Character.isLetter(c));
    return number && !name ? NOBODY : word;
  }
}
