package dev.signalman.cli.run;

import org.jspecify.annotations.Nullable;

/// Numbers as functions of the C library read them.
final class CNumbers {
  private static final String SPACE = " \t\n\u000b\f\r";

  private CNumbers() {}

  /// A number at a place of a text.
  ///
  /// @param value as large as a C long allows
  /// @param end the index after it
  record Found(long value, int end) {}

  /// A decimal number with white space and a sign before it, as strtol(3) reads it.
  ///
  /// @return null if there is none
  static @Nullable Found at(String text, int start) {
    int i = start;
    while (i < text.length() && SPACE.indexOf(text.charAt(i)) >= 0) {
      i++;
    }
    boolean negative = i < text.length() && text.charAt(i) == '-';
    if (negative || (i < text.length() && text.charAt(i) == '+')) {
      i++;
    }
    int digits = i;
    long value = 0;
    while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
      int digit = text.charAt(i) - '0';
      value = value > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : value * 10 + digit;
      i++;
    }
    return i == digits ? null : new Found(negative ? -value : value, i);
  }

  /// The number that a text consists of, as strtol(3) reads it: the empty text is 0.
  ///
  /// @return null if something else follows
  static @Nullable Long whole(String text) {
    if (text.isEmpty()) {
      return 0L;
    }
    Found found = at(text, 0);
    return found == null || found.end != text.length() ? null : found.value;
  }

  /// The number that a text begins with, or 0, as atoi(3) reads it.
  static int leading(String text) {
    Found found = at(text, 0);
    return found == null ? 0 : (int) found.value;
  }
}
