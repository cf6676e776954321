package dev.signalman.systemd;

/// Decides when a service shows next that it is alive. Times are nanoseconds.
///
/// @param interval the longest time that the manager accepts without a sign
record Heartbeat(long interval) {
  /// A sign comes twice in each interval, as sd_watchdog_enabled(3) advises, so that it may be
  /// late.
  private static final int SIGNS = 2;

  /// How often the check is asked in an interval after a bad answer, so that a short disturbance
  /// ends no service.
  private static final int QUESTIONS = 8;

  private static final long SHORTEST = 1_000_000;

  /// How long to wait now.
  ///
  /// @param sent whether a sign has just been sent
  long pause(boolean sent) {
    return Math.max(Math.min(SHORTEST, interval / SIGNS), interval / (sent ? SIGNS : QUESTIONS));
  }
}
