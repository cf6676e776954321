package dev.signalman.cli;

import java.time.Duration;
import picocli.CommandLine.TypeConversionException;

/// Lengths of time as people write them: `500ms`, `2s`, `1m30s`, `1.5s`, `2` for seconds.
///
/// One or more parts, each a number and one of the units `d h m s ms us`, from the longest unit to
/// the shortest, without blanks. The last part may have decimals, down to the nanosecond; less than
/// one, but not 0, is refused. A number without a unit stands alone and means seconds.
final class DurationText {
  private static final String[] UNITS = {"d", "h", "m", "s", "ms", "us"};
  private static final long[] NANOS = {
    86_400_000_000_000L, 3_600_000_000_000L, 60_000_000_000L, 1_000_000_000L, 1_000_000L, 1_000L
  };
  private static final int SECONDS = 3;

  private final String text;
  private int position;

  private DurationText(String text) {
    this.text = text;
  }

  /// Reads a length of time.
  ///
  /// @throws TypeConversionException if it is none; the message quotes it
  static Duration parse(String text) {
    try {
      return new DurationText(text).parts();
    } catch (ArithmeticException e) {
      throw new TypeConversionException(
          "\"" + text + "\" is too long: a duration has at most 292 years");
    }
  }

  private Duration parts() {
    long total = 0;
    int longest = 0;
    do {
      long whole = digits();
      String decimals = decimals();
      int unit = unit(longest, position == text.length() && longest == 0);
      total = Math.addExact(total, Math.multiplyExact(whole, NANOS[unit]));
      total = Math.addExact(total, fraction(decimals, NANOS[unit]));
      if (!decimals.isEmpty() && position < text.length()) {
        throw bad();
      }
      longest = unit + 1;
    } while (position < text.length());
    if (total == 0 && text.chars().anyMatch(c -> c >= '1' && c <= '9')) {
      throw new TypeConversionException(
          "\"" + text + "\" is too short: a duration is 0 or has at least a nanosecond");
    }
    return Duration.ofNanos(total);
  }

  private long digits() {
    int start = position;
    long number = 0;
    while (position < text.length() && isDigit(text.charAt(position))) {
      number = Math.addExact(Math.multiplyExact(number, 10L), text.charAt(position) - '0');
      position++;
    }
    if (position == start) {
      throw bad();
    }
    return number;
  }

  private String decimals() {
    if (position == text.length() || text.charAt(position) != '.') {
      return "";
    }
    int start = ++position;
    while (position < text.length() && isDigit(text.charAt(position))) {
      position++;
    }
    if (position == start) {
      throw bad();
    }
    return text.substring(start, position);
  }

  /// Digits that say less than a nanosecond are dropped.
  private static long fraction(String decimals, long unit) {
    long value = 0;
    long place = unit;
    for (int i = 0; i < decimals.length() && place >= 10; i++) {
      place /= 10;
      value += (decimals.charAt(i) - '0') * place;
    }
    return value;
  }

  private int unit(int longest, boolean alone) {
    if (alone) {
      return SECONDS;
    }
    int start = position;
    while (position < text.length() && Character.isLetter(text.charAt(position))) {
      position++;
    }
    String name = text.substring(start, position);
    for (int unit = longest; unit < UNITS.length; unit++) {
      if (UNITS[unit].equals(name)) {
        return unit;
      }
    }
    throw bad();
  }

  private static boolean isDigit(char character) {
    return character >= '0' && character <= '9';
  }

  private TypeConversionException bad() {
    return new TypeConversionException(
        "\"" + text + "\" is not a duration: write 500ms, 2s, 1m30s, 1.5s or 2 for seconds");
  }
}
