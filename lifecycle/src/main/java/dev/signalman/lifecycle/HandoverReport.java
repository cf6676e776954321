package dev.signalman.lifecycle;

import java.time.Duration;

/// How an attempt to hand over has ended.
///
/// @param outcome whether the new process has taken over
/// @param pid the new process; 0 if none could be started
/// @param took from the call to the outcome
/// @param text one sentence
public record HandoverReport(Outcome outcome, int pid, Duration took, String text) {
  /// Whether the new process has taken over.
  public enum Outcome {
    /// The new process serves, and this one stops.
    TAKEN_OVER,
    /// The new process was not started, has ended, or was asked to end. This process continues as
    /// before, unless it stops for another reason.
    FAILED
  }

  @Override
  public String toString() {
    return text;
  }
}
