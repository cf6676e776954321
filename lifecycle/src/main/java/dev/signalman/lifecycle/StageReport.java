package dev.signalman.lifecycle;

import java.time.Duration;
import java.util.List;

/// The result of a stage.
///
/// @param name the name of the stage
/// @param took the time from its beginning to the end of its last task; zero if it did not begin
/// @param tasks its tasks, in order of registration
public record StageReport(String name, Duration took, List<TaskReport> tasks) {
  /// Copies the list.
  public StageReport {
    tasks = List.copyOf(tasks);
  }

  @Override
  public String toString() {
    return name + " " + Spans.text(took) + " " + tasks;
  }
}
