package dev.signalman.lifecycle;

/// How a task ended, or how far it is.
public enum TaskState {
  /// Its stage has not begun.
  WAITING,
  /// It runs.
  RUNNING,
  /// It has ended in time.
  DONE,
  /// It has thrown, or called `System.exit`.
  FAILED,
  /// It had not ended when its time was over. It was interrupted and, if it has an abort, aborted.
  LATE,
  /// It ran when the stop was forced. It was interrupted and, if it has an abort, aborted.
  FORCED,
  /// It was not begun: the stop was forced, or no time was left for its stage.
  NOT_RUN
}
