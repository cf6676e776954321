package dev.signalman.lifecycle.machine;

import java.util.List;

/// Decides how a program stops.
///
/// The first reason begins the stop: the program drains, its stages run, it reports, the VM exits,
/// and its shutdown hooks run. A stage begins when all stages before it are over; its tasks run at
/// the same time. A task whose time is over is interrupted and aborted, and given up a little
/// later. A second signal ends the stages at once, or halts the VM if its hooks run already. At the
/// deadline the VM is halted.
public final class StopMachine {
  /// How long a virtual thread may take to begin before a platform thread takes its place.
  static final long START_PATIENCE = 100 * Span.MILLISECOND;

  /// How often the program reports the tasks that it still waits for.
  static final long PROGRESS = 5 * Span.SECOND;

  /// The longest time that listeners get for the report.
  static final long REPORT_PATIENCE = Span.SECOND;

  /// How long hooks may run before they are shown.
  static final long HOOK_PATIENCE = Span.SECOND;

  /// If a process wakes later than this, it was stopped, or the machine was asleep.
  static final long PAUSE = Span.SECOND;

  private StopMachine() {}

  /// The result of an event.
  ///
  /// @param state the next state
  /// @param effects the actions to carry out, in this order
  public record Step(StopState state, List<Effect> effects) {}

  /// The next step.
  ///
  /// @param state is not changed
  /// @param now nanoseconds, never less than at the step before
  public static Step step(StopState state, Event event, long now) {
    Transition transition = new Transition(state.copy(), now);
    transition.take(event);
    return transition.result();
  }

  /// When the next [Event.Tick] is due unless another event comes before; [Long#MAX_VALUE] for
  /// never.
  public static long nextWake(StopState state) {
    return switch (state.phase) {
      case RUNNING, HALTED, CLOSED -> Span.ENDLESS;
      case DRAINING -> Math.min(state.delayEnd, state.nextProgress);
      case STAGES -> Math.min(state.nextProgress, nextOfTasks(state));
      case REPORTING -> state.reportEnd;
      case EXITING -> Math.min(nextHookLook(state), state.haltTime());
    };
  }

  private static long nextOfTasks(StopState state) {
    long next = Span.ENDLESS;
    for (StageRun stage : state.stages) {
      for (TaskRun task : stage.tasks) {
        next = Math.min(next, nextOf(task));
      }
    }
    return next;
  }

  private static long nextOf(TaskRun task) {
    return switch (task.course) {
      case STARTED, RUNNING -> Math.min(task.limit, Math.min(task.nextLook(), task.startDue()));
      case ABORTING -> task.graceEnd;
      case WAITING, DONE, FAILED, LATE, FORCED, NOT_RUN -> Span.ENDLESS;
    };
  }

  /// When the hooks are to be shown next: when half of the time is over but not later than after a
  /// second, and at nine tenths.
  static long nextHookLook(StopState state) {
    long time = Math.max(0, state.haltTime() - state.left);
    return switch (state.hookLooks) {
      case 0 -> state.left + Math.min(HOOK_PATIENCE, time / 2);
      case 1 -> state.left + Span.mostOf(time);
      default -> Span.ENDLESS;
    };
  }
}
