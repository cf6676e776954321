package dev.signalman.lifecycle.machine;

/// Arithmetic on nanoseconds that stops at the end of the range.
final class Span {
  static final long MILLISECOND = 1_000_000;
  static final long SECOND = 1_000_000_000;

  /// No bound.
  static final long ENDLESS = Long.MAX_VALUE;

  private Span() {}

  /// The sum of two spans of which none is negative.
  static long plus(long a, long b) {
    long sum = a + b;
    return sum < 0 ? ENDLESS : sum;
  }

  /// Nine tenths, without an overflow.
  static long mostOf(long span) {
    return span - span / 10;
  }
}
