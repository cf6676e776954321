package dev.signalman.internal.kernel;

import java.time.Duration;

/// Durations as the nanoseconds in which this library counts, by the clock of `System.nanoTime()`.
/// A `long` of them reaches 292 years.
public final class Nanos {
  /// A wait without end, wherever a wait takes nanoseconds.
  public static final long FOREVER = Long.MAX_VALUE;

  /// The kernel adds the present time, so the last months of the range are left to it.
  private static final Duration LONGEST = Duration.ofDays(292 * 365);

  private Nanos() {}

  /// The time that a caller is willing to wait: zero or less becomes 0, and more than 292 years
  /// [#FOREVER].
  public static long ofTimeout(Duration timeout) {
    if (timeout.isNegative()) {
      return 0;
    }
    return timeout.compareTo(LONGEST) >= 0 ? FOREVER : timeout.toNanos();
  }

  /// A time that must be kept exactly.
  ///
  /// @param name the subject of the message, such as "the delay"
  /// @throws IllegalArgumentException if the time is negative or above 292 years
  public static long exact(String name, Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException(name + " cannot be negative: " + time);
    }
    if (time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          name + " cannot be longer than 292 years, which is what nanoseconds can count: " + time);
    }
    return time.toNanos();
  }

  /// A time that must be kept exactly, and cannot be zero.
  ///
  /// @param wayOut the advice for a caller with zero
  /// @throws IllegalArgumentException unless the time is above zero and up to 292 years
  public static long positive(String name, Duration time, String wayOut) {
    if (time.isZero()) {
      throw new IllegalArgumentException(name + " must be above zero; " + wayOut);
    }
    return exact(name, time);
  }

  /// The remaining time of a wait.
  ///
  /// @param nanos the whole wait, or [#FOREVER]
  /// @param begin when it began
  public static long left(long nanos, long begin) {
    return nanos == FOREVER ? FOREVER : Math.max(0, nanos - (System.nanoTime() - begin));
  }

  /// The first time after `now` of a series of times `period` apart, of which `due` is one. Times
  /// that were missed are left out, and the series does not drift.
  public static long nextDue(long due, long period, long now) {
    return now - due < 0 ? due : due + ((now - due) / period + 1) * period;
  }
}
