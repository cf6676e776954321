package dev.signalman.lifecycle;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The result of a task.
///
/// @param stage the name of its stage
/// @param name its name
/// @param state how it ended
/// @param took how long it ran; zero if it did not
/// @param error what it threw; null if it threw nothing
/// @param where where its thread was when most of its time was over; null if it ended before, or
///   was not looked at
public record TaskReport(
    String stage,
    String name,
    TaskState state,
    Duration took,
    @Nullable Throwable error,
    @Nullable ThreadView where) {

  /// Stage and name, as in `drain/http`.
  public String path() {
    return stage + "/" + name;
  }

  @Override
  public String toString() {
    return path() + " " + Spans.text(took) + " " + state;
  }
}
