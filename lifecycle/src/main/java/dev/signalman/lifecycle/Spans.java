package dev.signalman.lifecycle;

import java.time.Duration;

/// Lengths of time: checked, as text, and read from text.
final class Spans {
  private static final Duration LONGEST = Duration.ofDays(365 * 100);

  private Spans() {}

  /// Short text: `3 ms`, `3.2 s`, `2 min 5 s`.
  static String text(Duration span) {
    long millis = span.toMillis();
    if (millis < 1_000) {
      return millis + " ms";
    }
    if (millis < 60_000) {
      long tenths = millis / 100;
      return tenths % 10 == 0 ? tenths / 10 + " s" : tenths / 10 + "." + tenths % 10 + " s";
    }
    long seconds = millis / 1_000;
    return seconds % 60 == 0 ? seconds / 60 + " min" : seconds / 60 + " min " + seconds % 60 + " s";
  }

  /// @throws IllegalArgumentException if it is negative or longer than a hundred years
  static long nanos(String name, Duration span) {
    if (span.isNegative()) {
      throw new IllegalArgumentException("the " + name + " cannot be negative: " + span);
    }
    if (span.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "the " + name + " cannot be longer than a hundred years: " + span);
    }
    return span.toNanos();
  }

  /// @throws IllegalArgumentException also if it is zero
  static long positiveNanos(String name, Duration span) {
    if (span.isZero()) {
      throw new IllegalArgumentException("the " + name + " must be above zero");
    }
    return nanos(name, span);
  }

  /// Reads `25s`, `1500ms`, `2m`, or a number of seconds.
  ///
  /// @param name what the text came from
  /// @throws IllegalArgumentException if it is something else
  static Duration parse(String name, String text) {
    String number = text.strip();
    long unit = 1_000;
    if (number.endsWith("ms")) {
      number = number.substring(0, number.length() - 2);
      unit = 1;
    } else if (number.endsWith("s")) {
      number = number.substring(0, number.length() - 1);
    } else if (number.endsWith("m")) {
      number = number.substring(0, number.length() - 1);
      unit = 60_000;
    }
    try {
      return Duration.ofMillis(Math.multiplyExact(Long.parseLong(number.strip()), unit));
    } catch (NumberFormatException | ArithmeticException e) {
      throw new IllegalArgumentException(
          name + " is no length of time: \"" + text + "\"; write it as 25s, 1500ms or 2m", e);
    }
  }
}
