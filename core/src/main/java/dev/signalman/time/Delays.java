package dev.signalman.time;

import java.time.Duration;

/// Checks of the range of delays. The kernel counts in a `long` of nanoseconds. The part of its
/// range above 292 years is left to the kernel, which adds the present time.
final class Delays {
  private static final Duration LONGEST = Duration.ofDays(292 * 365);

  private Delays() {}

  /// @throws IllegalArgumentException unless `delay` is above zero and below 292 years
  static Duration positive(String name, Duration delay, String wayOut) {
    if (delay.isZero()) {
      throw new IllegalArgumentException("the " + name + " must be above zero; " + wayOut);
    }
    return notNegative(name, delay);
  }

  /// @throws IllegalArgumentException if `delay` is negative or above 292 years
  static Duration notNegative(String name, Duration delay) {
    if (delay.isNegative()) {
      throw new IllegalArgumentException("the " + name + " cannot be negative: " + delay);
    }
    if (delay.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "the "
              + name
              + " cannot be longer than 292 years, which is what nanoseconds can count: "
              + delay);
    }
    return delay;
  }
}
