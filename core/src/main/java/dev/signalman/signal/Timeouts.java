package dev.signalman.signal;

import java.time.Duration;

/// Converts durations to the nanoseconds in which waits count.
final class Timeouts {
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

  private Timeouts() {}

  /// Zero or less becomes 0; more than 292 years means for ever.
  static long nanos(Duration timeout) {
    if (timeout.isNegative()) {
      return 0;
    }
    return timeout.compareTo(LONGEST) >= 0 ? Long.MAX_VALUE : timeout.toNanos();
  }

  /// The same for waits that promise to last exactly as long as requested.
  ///
  /// @throws IllegalArgumentException if the time is negative or above 292 years
  static long exactNanos(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("a wait cannot be negative: " + time);
    }
    if (time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "a wait cannot be longer than 292 years, which is what nanoseconds can count: " + time);
    }
    return time.toNanos();
  }
}
