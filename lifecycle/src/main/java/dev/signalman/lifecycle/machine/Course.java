package dev.signalman.lifecycle.machine;

/// The progress of a task.
public enum Course {
  /// Its stage has not begun.
  WAITING(false),
  /// Its thread was started and has not run yet.
  STARTED(false),
  /// It runs.
  RUNNING(false),
  /// Its time is over: it was interrupted and its abort was started.
  ABORTING(false),
  /// It has ended in time.
  DONE(true),
  /// It has thrown.
  FAILED(true),
  /// It had not ended in time.
  LATE(true),
  /// It ran when the stop was forced.
  FORCED(true),
  /// The task never began: the stop was forced, or no time was left.
  NOT_RUN(true);

  private final boolean over;

  Course(boolean over) {
    this.over = over;
  }

  /// Whether the stop has finished with it.
  public boolean isOver() {
    return over;
  }

  /// Whether it may be at work within its time.
  boolean isAtWork() {
    return this == STARTED || this == RUNNING;
  }
}
