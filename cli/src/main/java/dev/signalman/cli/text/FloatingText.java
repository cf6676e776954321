package dev.signalman.cli.text;

import java.math.BigDecimal;
import java.util.Locale;

/// A length of time as timeout(1) reads it: a number of strtod(3) and one unit, such as `.1`,
/// `1e-3`, `0x10s`, `inf`. This class is not loaded for the usual notation.
final class FloatingText {
  private static final BigDecimal LONGEST = BigDecimal.valueOf(DurationText.LONGEST);

  private FloatingText() {}

  /// The length in nanoseconds, or [DurationText#NONE].
  static long parse(String text) {
    String number = withoutSign(text.stripLeading());
    boolean hex = number.startsWith("0x") || number.startsWith("0X");
    int unit = unit(number, hex);
    long nanos = DurationText.NANOS[DurationText.SECONDS];
    if (unit >= 0) {
      nanos = DurationText.NANOS[unit];
      number = number.substring(0, number.length() - DurationText.UNITS[unit].length());
    }
    return isInfinite(number) ? DurationText.LONGEST : finite(number, hex, nanos);
  }

  private static String withoutSign(String text) {
    return text.startsWith("+") ? text.substring(1) : text;
  }

  /// The unit at the end (the longest name that fits), or -1.
  private static int unit(String text, boolean hex) {
    for (int unit = DurationText.UNITS.length - 1; unit >= 0; unit--) {
      String name = DurationText.UNITS[unit];
      if (text.endsWith(name)
          && !(hex && name.equals("d"))) { // in a hexadecimal number d is a digit
        return unit;
      }
    }
    return -1;
  }

  private static boolean isInfinite(String number) {
    return number.equalsIgnoreCase("inf") || number.equalsIgnoreCase("infinity");
  }

  private static long finite(String number, boolean hex, long unit) {
    if (!isPlain(number, hex)) {
      return DurationText.NONE;
    }
    try {
      BigDecimal value = hex ? ofHex(number) : new BigDecimal(number);
      return nanos(value.multiply(BigDecimal.valueOf(unit)));
    } catch (NumberFormatException e) {
      return DurationText.NONE; // for example 1e or 0x
    }
  }

  private static long nanos(BigDecimal value) {
    if (value.compareTo(LONGEST) >= 0) {
      return DurationText.LONGEST;
    }
    // Checked first: even the whole part of 1e-999999999 would take too long to compute.
    return value.compareTo(BigDecimal.ONE) < 0 ? value.signum() : value.longValue();
  }

  private static BigDecimal ofHex(String number) {
    boolean exponent = number.toLowerCase(Locale.ROOT).indexOf('p') >= 0;
    double value = Double.parseDouble(exponent ? number : number + "p0");
    return Double.isInfinite(value) ? LONGEST : new BigDecimal(value);
  }

  /// Java also accepts the digits of all scripts, a second sign, and letters for its own types.
  private static boolean isPlain(String number, boolean hex) {
    String letters = hex ? "0123456789abcdefxp.+-" : "0123456789e.+-";
    for (int i = 0; i < number.length(); i++) {
      if (letters.indexOf(Character.toLowerCase(number.charAt(i))) < 0) {
        return false;
      }
    }
    return !number.isEmpty() && number.charAt(0) != '+' && number.charAt(0) != '-';
  }
}
