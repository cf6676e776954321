package dev.signalman.process;

import dev.signalman.internal.kernel.Nanos;
import java.util.concurrent.TimeUnit;

/// A wait for a state that no event reports, so that the caller checks it again and again: after 1
/// ms first, then less and less often.
final class Intervals {
  private static final long FIRST = 1_000_000;

  private final long limit;
  private final long begin;
  private final long longest;
  private long next = FIRST;

  /// @param limit the whole wait in nanoseconds, or [Nanos#FOREVER]
  /// @param begin when it began
  /// @param longest the longest time between two checks, in nanoseconds
  Intervals(long limit, long begin, long longest) {
    this.limit = limit;
    this.begin = begin;
    this.longest = longest;
  }

  /// Sleeps until the next check is due.
  ///
  /// @return false if the wait is over; then it does not sleep
  boolean sleep() throws InterruptedException {
    long left = Nanos.left(limit, begin);
    if (left == 0) {
      return false;
    }
    TimeUnit.NANOSECONDS.sleep(Math.min(left, next));
    next = Math.min(longest, 2 * next);
    return true;
  }
}
