package dev.signalman.time;

import java.time.Duration;

/// How a timer stands.
///
/// @param left until it expires next; zero if it is stopped
/// @param interval between expirations after that; zero if there is only one
public record Setting(Duration left, Duration interval) {
  /// A timer that is stopped.
  public static final Setting STOPPED = new Setting(Duration.ZERO, Duration.ZERO);

  /// Whether the timer runs.
  public boolean isRunning() {
    return !left.isZero();
  }
}
