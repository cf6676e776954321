package dev.signalman.lifecycle.machine;

/// The times that bound a stop.
///
/// @param total from the beginning of the stop to the end of the process
/// @param reserve the end of `total` that no task may use: for aborts, report and shutdown hooks
/// @param drainDelay from the beginning of the stop to the first stage
public record Limits(long total, long reserve, long drainDelay) {
  private static final long LONGEST_GRACE = Span.SECOND;

  /// How long a task whose time is over may still take to end and to be aborted: part of the
  /// reserve.
  long grace() {
    return Math.min(LONGEST_GRACE, reserve / 2);
  }

  /// The time for the drain delay and all stages.
  long forStages() {
    return total - reserve;
  }
}
