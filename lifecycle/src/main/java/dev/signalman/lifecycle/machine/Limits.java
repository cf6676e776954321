package dev.signalman.lifecycle.machine;

/// The times that bound a stop.
///
/// @param total from the beginning of the stop to the end of the process
/// @param reserve the end of `total` that no task may use: for aborts, report and shutdown hooks
/// @param drainDelay from the beginning of the stop to the first stage
public record Limits(long total, long reserve, long drainDelay) {
  private static final long LONGEST_GRACE = Span.SECOND;

  /// HotSpot waits so long for threads in native code before it halts (JDK 25).
  private static final long HALT = 300 * Span.MILLISECOND;

  /// How long a task whose time is over may still take to end and to be aborted: part of the
  /// reserve.
  long grace() {
    return Math.min(LONGEST_GRACE, reserve / 2);
  }

  /// How long before the deadline the VM is told to halt.
  long halt() {
    return Math.min(HALT, reserve / 4);
  }

  /// The time for the drain delay and all stages.
  long forStages() {
    return total - reserve;
  }
}
