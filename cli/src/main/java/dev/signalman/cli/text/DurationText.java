package dev.signalman.cli.text;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.TypeConversionException;

/// Lengths of time as people write them: `500ms`, `2s`, `1m30s`, `1.5s`, `2` for seconds.
///
/// A length has one or more parts, from the longest unit to the shortest, without blanks. Each part
/// is a number and one of the units `d h m s ms us`. The last part may have decimals, down to the
/// nanosecond. A number without a unit stands alone and means seconds. A single number may also be
/// written in the other ways that timeout(1) accepts: see [FloatingText].
///
/// Lengths above 292 years count as 292 years. Lengths below a nanosecond, except 0, count as one
/// nanosecond.
public final class DurationText {
  /// The text is no length of time in this notation.
  static final long NONE = -1;

  /// The longest length, in nanoseconds.
  static final long LONGEST = Long.MAX_VALUE;

  static final String[] UNITS = {"d", "h", "m", "s", "ms", "us"};
  static final long[] NANOS = {
    86_400_000_000_000L, 3_600_000_000_000L, 60_000_000_000L, 1_000_000_000L, 1_000_000L, 1_000L
  };
  static final int SECONDS = 3;
  private static final int NO_UNIT = -1;

  private final String text;
  private int position;

  private DurationText(String text) {
    this.text = text;
  }

  /// Reads a length of time.
  ///
  /// @throws TypeConversionException if it is not a length of time; the message quotes it
  public static Duration parse(String text) {
    long nanos = new DurationText(text).parts();
    return Duration.ofNanos(nanos == NONE ? otherwise(text) : nanos);
  }

  /// A length of time that has passed, as a text such as `12.3s` or `70ms`.
  public static String rounded(Duration time) {
    if (time.toMillis() < 1_000) {
      return time.toMillis() + "ms";
    }
    long tenths = time.toMillis() / 100;
    return tenths % 10 == 0 ? tenths / 10 + "s" : tenths / 10 + "." + tenths % 10 + "s";
  }

  private static long otherwise(String text) {
    long nanos = FloatingText.parse(text);
    if (nanos == NONE) {
      throw new TypeConversionException(
          "\"" + text + "\" is not a duration: write 500ms, 2s, 1m30s, 1.5s or 2 for seconds");
    }
    return nanos;
  }

  /// The length in nanoseconds, or [#NONE].
  private long parts() {
    long total = 0;
    int longest = 0;
    do {
      long whole = digits();
      String decimals = whole == NONE ? null : decimals();
      int unit = decimals == null ? NO_UNIT : unit(longest);
      if (decimals == null || unit == NO_UNIT) {
        return NONE;
      }
      total = sum(total, product(whole, NANOS[unit]));
      total = sum(total, fraction(decimals, NANOS[unit]));
      if (!decimals.isEmpty() && position < text.length()) {
        return NONE;
      }
      longest = unit + 1;
    } while (position < text.length());
    return total == 0 && !isZero() ? 1 : total;
  }

  private boolean isZero() {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= '1' && text.charAt(i) <= '9') {
        return false;
      }
    }
    return true;
  }

  private static long sum(long left, long right) {
    return left > LONGEST - right ? LONGEST : left + right;
  }

  private static long product(long number, long unit) {
    return number > LONGEST / unit ? LONGEST : number * unit;
  }

  private long digits() {
    int start = position;
    long number = 0;
    while (position < text.length() && isDigit(text.charAt(position))) {
      number = sum(product(number, 10), text.charAt(position) - '0');
      position++;
    }
    return position == start ? NONE : number;
  }

  private @Nullable String decimals() {
    if (position == text.length() || text.charAt(position) != '.') {
      return "";
    }
    int start = ++position;
    while (position < text.length() && isDigit(text.charAt(position))) {
      position++;
    }
    return position == start ? null : text.substring(start, position);
  }

  /// Digits below a nanosecond are dropped.
  private static long fraction(String decimals, long unit) {
    long value = 0;
    long place = unit;
    for (int i = 0; i < decimals.length() && place >= 10; i++) {
      place /= 10;
      value += (decimals.charAt(i) - '0') * place;
    }
    return value;
  }

  private int unit(int longest) {
    if (position == text.length() && longest == 0) {
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
    return NO_UNIT;
  }

  private static boolean isDigit(char character) {
    return character >= '0' && character <= '9';
  }
}
