package dev.signalman.lifecycle.machine;

import java.util.List;

/// The due events of the tasks that run: checks of their threads, the end of their time, the end of
/// their grace.
final class TaskTimes {
  private final StopState state;
  private final long now;
  private final List<Effect> effects;

  TaskTimes(StopState state, long now, List<Effect> effects) {
    this.state = state;
    this.now = now;
    this.effects = effects;
  }

  void pass() {
    for (StageRun stage : state.stages) {
      for (TaskRun task : stage.tasks) {
        pass(task);
      }
    }
  }

  private void pass(TaskRun task) {
    if (task.course.isAtWork()) {
      look(task); // also if the loop woke so late that its time is over: nothing else tells where
      if (now >= task.limit) {
        abort(task);
      } else {
        startElsewhere(task);
      }
    }
    if (task.course == Course.ABORTING && now >= task.graceEnd) {
      task.course = Course.LATE;
      task.ended = now;
    }
  }

  private void abort(TaskRun task) {
    task.course = Course.ABORTING;
    task.graceEnd = Span.plus(now, grace());
    effects.add(new Effect.Interrupt(task.id));
    if (task.abortable) {
      effects.add(new Effect.Abort(task.id));
    }
  }

  /// All graces end before the second half of the reserve.
  private long grace() {
    long end = Span.plus(state.stagesEnd(), state.limits.grace());
    return Math.clamp(end - now, 0, state.limits.grace());
  }

  private void look(TaskRun task) {
    int percent = 0;
    while (now >= task.nextLook()) { // one look is enough if two are due
      percent = task.looks == 0 ? 50 : 90;
      task.looks++;
    }
    if (percent != 0) {
      effects.add(new Effect.Look(task.id, percent));
    }
  }

  private void startElsewhere(TaskRun task) {
    if (now >= task.startDue()) {
      task.elsewhere = true;
      effects.add(new Effect.StartElsewhere(task.id));
    }
  }
}
