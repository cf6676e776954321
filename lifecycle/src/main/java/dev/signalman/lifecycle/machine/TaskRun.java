package dev.signalman.lifecycle.machine;

/// A task and its course. Immutable to other packages.
public final class TaskRun {
  final int id;
  final String name;

  /// At most this long, or [Span#ENDLESS].
  long within = Span.ENDLESS;

  boolean abortable;
  Course course = Course.WAITING;
  long began;

  /// When its time is over.
  long limit;

  /// When it is given up. Set when its time is over.
  long graceEnd;

  long ended;

  /// How often it was looked at.
  int looks;

  boolean elsewhere;
  boolean bodyEnded;
  boolean abortEnded;

  TaskRun(int id, String name) {
    this.id = id;
    this.name = name;
  }

  TaskRun copy() {
    TaskRun copy = new TaskRun(id, name);
    copy.within = within;
    copy.abortable = abortable;
    copy.course = course;
    copy.began = began;
    copy.limit = limit;
    copy.graceEnd = graceEnd;
    copy.ended = ended;
    copy.looks = looks;
    copy.elsewhere = elsewhere;
    copy.bodyEnded = bodyEnded;
    copy.abortEnded = abortEnded;
    return copy;
  }

  /// The number that events and effects name it by.
  public int id() {
    return id;
  }

  /// Its name.
  public String name() {
    return name;
  }

  /// How far it is.
  public Course course() {
    return course;
  }

  /// How long it has taken.
  public long took(long now) {
    return switch (course) {
      case WAITING, NOT_RUN -> 0;
      case STARTED, RUNNING, ABORTING -> now - began;
      case DONE, FAILED, LATE, FORCED -> ended - began;
    };
  }

  /// When the next look at it is due.
  long nextLook() {
    long time = limit - began;
    return switch (looks) {
      case 0 -> began + time / 2;
      case 1 -> began + Span.mostOf(time);
      default -> Span.ENDLESS;
    };
  }

  /// When a virtual thread should have begun to run it.
  long startDue() {
    return course == Course.STARTED && !elsewhere
        ? began + StopMachine.START_PATIENCE
        : Span.ENDLESS;
  }
}
