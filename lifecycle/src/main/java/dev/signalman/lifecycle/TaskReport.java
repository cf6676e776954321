package dev.signalman.lifecycle;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The result of a task.
///
/// @param stage the name of its stage
/// @param name the name of the task
/// @param state how the task ended
/// @param took how long the task ran; zero if it did not begin
/// @param error the exception of the task; null if there was none
/// @param where the place of its thread when most of its time was over; null if the task ended
///   before, or its thread was not examined
public record TaskReport(
    String stage,
    String name,
    TaskState state,
    Duration took,
    @Nullable Throwable error,
    @Nullable ThreadView where) {

  /// The names of the stage and of the task, as in `drain/http`.
  public String path() {
    return stage + "/" + name;
  }

  @Override
  public String toString() {
    return path() + " " + Spans.text(took) + " " + state;
  }
}
