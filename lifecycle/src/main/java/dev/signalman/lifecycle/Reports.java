package dev.signalman.lifecycle;

import dev.signalman.lifecycle.machine.StageRun;
import dev.signalman.lifecycle.machine.StopState;
import dev.signalman.lifecycle.machine.TaskRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes reports from the state of the machine and from what the threads of the tasks have left.
final class Reports {
  private final StopState state;
  private final Map<Integer, TaskThread> threads;
  private final long now;

  Reports(StopState state, Map<Integer, TaskThread> threads, long now) {
    this.state = state;
    this.threads = threads;
    this.now = now;
  }

  List<StageReport> stages() {
    List<StageReport> reports = new ArrayList<>();
    for (StageRun stage : state.stages()) {
      reports.add(stage(stage));
    }
    return reports;
  }

  @Nullable StageReport stage(String name) {
    for (StageRun stage : state.stages()) {
      if (stage.name().equals(name)) {
        return stage(stage);
      }
    }
    return null;
  }

  private StageReport stage(StageRun stage) {
    List<TaskReport> tasks = new ArrayList<>();
    for (TaskRun task : stage.tasks()) {
      tasks.add(task(stage, task));
    }
    return new StageReport(stage.name(), Duration.ofNanos(stage.took(now)), tasks);
  }

  @Nullable TaskReport task(int id) {
    for (StageRun stage : state.stages()) {
      for (TaskRun task : stage.tasks()) {
        if (task.id() == id) {
          return task(stage, task);
        }
      }
    }
    return null;
  }

  private TaskReport task(StageRun stage, TaskRun task) {
    TaskThread thread = threads.get(task.id());
    Throwable error = thread == null ? null : thread.error();
    return new TaskReport(
        stage.name(),
        task.name(),
        state(task),
        Duration.ofNanos(task.took(now)),
        error,
        thread == null ? null : thread.view());
  }

  private static TaskState state(TaskRun task) {
    return switch (task.course()) {
      case WAITING -> TaskState.WAITING;
      case STARTED, RUNNING, ABORTING -> TaskState.RUNNING;
      case DONE -> TaskState.DONE;
      case FAILED -> TaskState.FAILED;
      case LATE -> TaskState.LATE;
      case FORCED -> TaskState.FORCED;
      case NOT_RUN -> TaskState.NOT_RUN;
    };
  }

  List<TaskReport> running() {
    List<TaskReport> running = new ArrayList<>();
    for (StageRun stage : state.stages()) {
      for (TaskRun task : stage.tasks()) {
        if (state(task) == TaskState.RUNNING) {
          running.add(task(stage, task));
        }
      }
    }
    return running;
  }

  /// The notes, with the time for which the process was not run.
  List<String> notes(List<String> others) {
    List<String> notes = new ArrayList<>(others);
    Duration paused = Duration.ofNanos(state.paused());
    if (!paused.isZero()) {
      notes.add(
          "for "
              + Spans.text(paused)
              + " the process did not run: a signal had stopped it, or the machine slept");
    }
    return notes;
  }
}
