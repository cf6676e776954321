package dev.signalman.time;

import java.time.Duration;

/// The state of a timer.
///
/// @param left the time until it expires next; zero if it is stopped
/// @param interval the time between later expirations; zero if there is only one
public record Setting(Duration left, Duration interval) {
  /// A timer that is stopped.
  public static final Setting STOPPED = new Setting(Duration.ZERO, Duration.ZERO);

  /// Whether the timer runs.
  public boolean isRunning() {
    return !left.isZero();
  }
}
