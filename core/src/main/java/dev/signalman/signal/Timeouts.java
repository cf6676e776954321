package dev.signalman.signal;

import java.time.Duration;

/// Durations as the nanoseconds that waits count in.
final class Timeouts {
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

  private Timeouts() {}

  /// 0 for nothing or less; what exceeds 292 years is for ever.
  static long nanos(Duration timeout) {
    if (timeout.isNegative()) {
      return 0;
    }
    return timeout.compareTo(LONGEST) >= 0 ? Long.MAX_VALUE : timeout.toNanos();
  }
}
