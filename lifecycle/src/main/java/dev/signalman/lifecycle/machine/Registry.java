package dev.signalman.lifecycle.machine;

import java.util.ArrayList;
import java.util.List;

/// Adds stages and tasks. Each method returns a changed copy of the state, or refuses with the
/// reason.
public final class Registry {
  private Registry() {}

  /// Adds a stage without predecessors, unless there is one of that name.
  ///
  /// @throws IllegalStateException if the stages are over
  public static StopState stage(StopState state, String name) {
    if (state.stage(name) != null) {
      return state;
    }
    if (name.isBlank() || name.indexOf('/') >= 0) {
      throw new IllegalArgumentException(
          "the name of a stage needs a character and no slash: \"" + name + "\"");
    }
    checkNotOver(state, "the stage \"" + name + "\"");
    StopState changed = state.copy();
    changed.stages.add(new StageRun(name));
    return changed;
  }

  /// Makes a stage begin after another one.
  ///
  /// @throws IllegalArgumentException if there is no such stage, or the order would be a circle
  /// @throws IllegalStateException if the stage has begun
  public static StopState after(StopState state, String name, String earlier) {
    StopState changed = state.copy();
    StageRun stage = waiting(changed, name);
    if (changed.stage(earlier) == null) {
      throw new IllegalArgumentException(
          "the stage \""
              + name
              + "\" cannot follow \""
              + earlier
              + "\": there are only "
              + names(changed)
              + "; make that stage first");
    }
    List<String> circle = Ways.find(changed, earlier, name);
    if (!circle.isEmpty()) {
      throw new IllegalArgumentException(
          "the stages would wait for each other: "
              + name
              + " after "
              + String.join(" after ", circle)
              + "; leave one of these out");
    }
    if (!stage.after.contains(earlier)) {
      stage.after.add(earlier);
    }
    return changed;
  }

  /// Bounds the time of a stage.
  ///
  /// @throws IllegalStateException if it has begun
  public static StopState stageWithin(StopState state, String name, long nanos) {
    StopState changed = state.copy();
    waiting(changed, name).within = nanos;
    return changed;
  }

  /// What [#task] made.
  ///
  /// @param state the changed state
  /// @param id the number of the task
  public record Added(StopState state, int id) {}

  /// Adds a task to a stage.
  ///
  /// @throws IllegalArgumentException if the stage has a task of that name
  /// @throws IllegalStateException if the stage has begun
  public static Added task(StopState state, String name, String task, boolean abortable) {
    if (task.isBlank()) {
      throw new IllegalArgumentException(
          "a task of the stage \"" + name + "\" needs a name, for the report");
    }
    StopState changed = state.copy();
    StageRun stage = waiting(changed, name);
    for (TaskRun each : stage.tasks) {
      if (each.name.equals(task)) {
        throw new IllegalArgumentException(
            "the stage \""
                + name
                + "\" has a task \""
                + task
                + "\" already; name this one differently, or remove that one");
      }
    }
    TaskRun added = new TaskRun(changed.nextTask, task);
    changed.nextTask++;
    added.abortable = abortable;
    stage.tasks.add(added);
    return new Added(changed, added.id);
  }

  /// Removes a task.
  ///
  /// @return the same state if there is no such task, or its stage has begun
  public static StopState remove(StopState state, int id) {
    StopState changed = state.copy();
    for (StageRun stage : changed.stages) {
      if (stage.isWaiting() && stage.tasks.removeIf(task -> task.id == id)) {
        return changed;
      }
    }
    return state;
  }

  /// Bounds the time of a task.
  ///
  /// @throws IllegalStateException if its stage has begun, or it was removed
  public static StopState taskWithin(StopState state, int id, long nanos) {
    StopState changed = state.copy();
    waiting(changed, id).within = nanos;
    return changed;
  }

  /// Says that a task can be aborted.
  ///
  /// @throws IllegalStateException if its stage has begun, or it was removed
  public static StopState abortable(StopState state, int id) {
    StopState changed = state.copy();
    waiting(changed, id).abortable = true;
    return changed;
  }

  private static TaskRun waiting(StopState state, int id) {
    TaskRun task = state.task(id);
    if (task == null) {
      throw new IllegalStateException("the task was removed");
    }
    if (task.course != Course.WAITING) {
      throw new IllegalStateException(
          "the task \"" + task.name + "\" has begun; set it up before the program stops");
    }
    return task;
  }

  private static StageRun waiting(StopState state, String name) {
    StageRun stage = state.stage(name);
    if (stage == null) {
      throw new IllegalArgumentException(
          "there is no stage \"" + name + "\", only " + names(state));
    }
    if (!stage.isWaiting()) {
      String course = stage.isOver() ? "is over" : "has begun";
      throw new IllegalStateException(
          "too late: the stage \""
              + name
              + "\" "
              + course
              + "; use a later stage, or register it before the program stops");
    }
    return stage;
  }

  private static void checkNotOver(StopState state, String what) {
    if (state.phase.compareTo(Phase.STAGES) > 0) {
      throw new IllegalStateException("too late for " + what + ": the stages are over");
    }
  }

  private static String names(StopState state) {
    List<String> names = new ArrayList<>();
    for (StageRun stage : state.stages) {
      names.add(stage.name);
    }
    return names.isEmpty() ? "none" : String.join(", ", names);
  }
}
