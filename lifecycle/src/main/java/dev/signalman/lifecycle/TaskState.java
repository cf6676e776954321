package dev.signalman.lifecycle;

/// The progress of a task, or how it ended.
public enum TaskState {
  /// Its stage has not begun.
  WAITING,
  /// The task runs.
  RUNNING,
  /// The task has ended in time.
  DONE,
  /// The task has thrown an exception, or called `System.exit`.
  FAILED,
  /// The task had not ended when its time was over. It was interrupted and, if it has an abort,
  /// aborted.
  LATE,
  /// The task was running when the stop was forced. It was interrupted and, if it has an abort,
  /// aborted.
  FORCED,
  /// The task did not begin: the stop was forced, or no time was left for its stage.
  NOT_RUN
}
