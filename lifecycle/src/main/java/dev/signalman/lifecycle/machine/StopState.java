package dev.signalman.lifecycle.machine;

import dev.signalman.Signal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All that decides how a stop continues. Immutable to other packages: [StopMachine] and [Registry]
/// return changed copies.
public final class StopState {
  final Limits limits;
  final List<StageRun> stages = new ArrayList<>();
  final List<Heard> heard = new ArrayList<>();
  Phase phase = Phase.RUNNING;
  @Nullable Trigger trigger;
  int nextTask;
  long began;
  long delayEnd;
  long nextProgress;
  long reportEnd;

  /// When the VM began to exit.
  long left;

  int hookLooks;

  /// The exit status; of no meaning if other code has begun the exit.
  int status;

  /// The time that passed while the process was not run.
  long paused;

  /// Whether the process has to end after the stages.
  boolean exits;

  /// Whether the VM runs its hooks because of other code.
  boolean exitBegun;

  boolean forced;
  @Nullable Signal forcedBy;

  /// A program that works and has no stages.
  public StopState(Limits limits) {
    this.limits = limits;
  }

  StopState copy() {
    StopState copy = new StopState(limits);
    for (StageRun stage : stages) {
      copy.stages.add(stage.copy());
    }
    copy.heard.addAll(heard);
    copy.phase = phase;
    copy.trigger = trigger;
    copy.nextTask = nextTask;
    copy.began = began;
    copy.delayEnd = delayEnd;
    copy.nextProgress = nextProgress;
    copy.reportEnd = reportEnd;
    copy.left = left;
    copy.hookLooks = hookLooks;
    copy.status = status;
    copy.paused = paused;
    copy.exits = exits;
    copy.exitBegun = exitBegun;
    copy.forced = forced;
    copy.forcedBy = forcedBy;
    return copy;
  }

  /// When the process has to be gone.
  long deadline() {
    return Span.plus(began, limits.total());
  }

  /// When the VM is told to halt.
  long haltTime() {
    return Span.plus(began, limits.total() - limits.halt());
  }

  /// When the time of all stages is over.
  long stagesEnd() {
    return Span.plus(began, limits.forStages());
  }

  @Nullable StageRun stage(String name) {
    for (StageRun stage : stages) {
      if (stage.name.equals(name)) {
        return stage;
      }
    }
    return null;
  }

  @Nullable TaskRun task(int id) {
    for (StageRun stage : stages) {
      for (TaskRun task : stage.tasks) {
        if (task.id == id) {
          return task;
        }
      }
    }
    return null;
  }

  /// The status unless the program chooses another: 128 plus the number of the signal if one forced
  /// the stop; otherwise 1 if it was forced, if a task did not end as it should, or if a part of
  /// the program has failed; otherwise 0.
  int usualStatus() {
    if (forced && forcedBy != null) {
      return 128 + forcedBy.number();
    }
    boolean clean = !forced && trigger != Trigger.FAILURE;
    for (StageRun stage : stages) {
      for (TaskRun task : stage.tasks) {
        clean &= task.course == Course.DONE;
      }
    }
    return clean ? 0 : 1;
  }

  /// How far the stop is.
  public Phase phase() {
    return phase;
  }

  /// What began the stop; null before it.
  public @Nullable Trigger trigger() {
    return trigger;
  }

  /// The stages, in order of registration.
  public List<StageRun> stages() {
    return Collections.unmodifiableList(stages);
  }

  /// The signals that asked for the stop, in order of arrival.
  public List<Heard> heard() {
    return Collections.unmodifiableList(heard);
  }

  /// Whether the stop was forced.
  public boolean forced() {
    return forced;
  }

  /// Whether other code has begun to exit the VM, and so chose the exit status.
  public boolean exitBegun() {
    return exitBegun;
  }

  /// Whether the stop ends the process, and by its own exit, so that it chooses the status.
  public boolean choosesStatus() {
    return exits && !exitBegun;
  }

  /// How long the stop has taken.
  public long took(long now) {
    return now - began;
  }

  /// How long the process may still live.
  public long timeLeft(long now) {
    return Math.max(0, deadline() - now);
  }

  /// The time that passed while the process was not run, because a signal had stopped it or the
  /// machine slept.
  public long paused() {
    return paused;
  }
}
