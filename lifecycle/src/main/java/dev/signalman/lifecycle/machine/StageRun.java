package dev.signalman.lifecycle.machine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// A stage and its course. Immutable to other packages.
public final class StageRun {
  /// How far a stage is.
  public enum Progress {
    /// A stage before it is not over.
    WAITING,
    /// Its tasks run.
    RUNNING,
    /// All its tasks are over.
    OVER
  }

  final String name;
  final List<String> after = new ArrayList<>();
  final List<TaskRun> tasks = new ArrayList<>();

  /// At most this long, or [Span#ENDLESS].
  long within = Span.ENDLESS;

  Progress progress = Progress.WAITING;
  long began;
  long ended;

  StageRun(String name) {
    this.name = name;
  }

  StageRun copy() {
    StageRun copy = new StageRun(name);
    copy.after.addAll(after);
    for (TaskRun task : tasks) {
      copy.tasks.add(task.copy());
    }
    copy.within = within;
    copy.progress = progress;
    copy.began = began;
    copy.ended = ended;
    return copy;
  }

  boolean isWaiting() {
    return progress == Progress.WAITING;
  }

  boolean isOver() {
    return progress == Progress.OVER;
  }

  /// Whether all its tasks are over.
  boolean tasksAreOver() {
    for (TaskRun task : tasks) {
      if (!task.course.isOver()) {
        return false;
      }
    }
    return true;
  }

  /// Its name.
  public String name() {
    return name;
  }

  /// How far it is.
  public Progress progress() {
    return progress;
  }

  /// Its tasks, in order of registration.
  public List<TaskRun> tasks() {
    return Collections.unmodifiableList(tasks);
  }

  /// How long it has taken.
  public long took(long now) {
    return switch (progress) {
      case WAITING -> 0;
      case RUNNING -> now - began;
      case OVER -> ended - began;
    };
  }
}
