package dev.signalman.lifecycle.machine;

import dev.signalman.Signal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One step of [StopMachine], on a copy of the state that becomes the next state.
///
/// The first stop of a program has to be quick. So there are no lambdas and no switches over types
/// here, which the VM would have to link first.
final class Transition {
  private final StopState state;
  private final long now;
  private final List<Effect> effects = new ArrayList<>();

  Transition(StopState copy, long now) {
    this.state = copy;
    this.now = now;
  }

  StopMachine.Step result() {
    return new StopMachine.Step(state, effects);
  }

  void take(Event event) {
    notePause();
    happen(event);
    passTime();
  }

  private void notePause() {
    long due = StopMachine.nextWake(state);
    if (due != Span.ENDLESS && now - due > StopMachine.PAUSE) {
      state.paused += now - due;
    }
  }

  private void happen(Event event) {
    if (event instanceof Event.SignalCame came) {
      signalCame(came);
    } else if (event instanceof Event.Asked asked) {
      asked(asked.trigger());
    } else if (event instanceof Event.ForceAsked) {
      forceAsked();
    } else if (event instanceof Event.ExitBegan exit) {
      exitBegan(exit.trigger());
    } else if (event instanceof Event.TaskBegan began) {
      taskBegan(began.task());
    } else if (event instanceof Event.TaskEnded ended) {
      taskEnded(ended.task(), ended.failed());
    } else if (event instanceof Event.AbortEnded ended) {
      abortEnded(ended.task());
    } else if (event instanceof Event.Reported reported) {
      reported(reported.status());
    }
  }

  private void passTime() {
    if (state.phase == Phase.DRAINING && now >= state.delayEnd) {
      beginStages();
    }
    if (state.phase == Phase.STAGES) {
      new TaskTimes(state, now, effects).pass();
      advance();
    }
    if (state.phase == Phase.DRAINING || state.phase == Phase.STAGES) {
      tellProgress();
    }
    if (state.phase == Phase.REPORTING && now >= state.reportEnd) {
      leave();
    }
    if (state.phase == Phase.EXITING) {
      watchHooks();
    }
  }

  // Reasons

  private void signalCame(Event.SignalCame came) {
    if (state.phase == Phase.CLOSED || state.phase == Phase.HALTED) {
      return;
    }
    Heard next = new Heard(came.signal(), came.sender(), came.at());
    boolean second = SecondSignal.forces(state.heard, next);
    state.heard.add(next);
    state.exits = true; // also if the program was only being closed
    // A person at the terminal waits for the end, and no load balancer has to notice it.
    boolean person = came.sender().kind() == Sender.Kind.TERMINAL;
    if (state.phase == Phase.RUNNING) {
      begin(Trigger.SIGNAL, person ? 0 : state.limits.drainDelay());
    } else if (second) {
      force(came.signal());
    } else if (person) {
      state.delayEnd = Math.min(state.delayEnd, now); // a supervisor was faster
    }
  }

  private void asked(Trigger trigger) {
    if (trigger != Trigger.CLOSE) {
      state.exits = true;
    }
    if (state.phase == Phase.RUNNING) {
      begin(trigger, trigger == Trigger.CALL ? state.limits.drainDelay() : 0);
    }
  }

  private void forceAsked() {
    state.exits = true;
    if (state.phase == Phase.RUNNING) {
      begin(Trigger.CALL, 0);
    }
    if (state.phase != Phase.CLOSED && state.phase != Phase.HALTED) {
      force(state.heard.isEmpty() ? null : state.heard.getLast().signal());
    }
  }

  private void exitBegan(Trigger trigger) {
    if (state.phase == Phase.RUNNING) {
      state.exitBegun = true;
      begin(trigger, 0);
    } else if (state.phase.compareTo(Phase.EXITING) < 0) {
      state.exitBegun = true;
      state.delayEnd = now; // the other hooks run already
    } else {
      effects.add(new Effect.ReleaseHook());
    }
  }

  private void begin(Trigger trigger, long delay) {
    state.phase = Phase.DRAINING;
    state.trigger = trigger;
    state.began = now;
    state.delayEnd = Span.plus(now, delay);
    state.nextProgress = Span.plus(now, StopMachine.PROGRESS);
    effects.add(new Effect.Drain(trigger));
  }

  // Stages

  private void beginStages() {
    state.phase = Phase.STAGES;
    effects.add(new Effect.CloseIntake());
  }

  private void advance() {
    boolean moved = true;
    while (moved) {
      boolean ended = endStages();
      moved = beginNextStages() || ended;
    }
    for (StageRun stage : state.stages) {
      if (!stage.isOver()) {
        return;
      }
    }
    finish();
  }

  private boolean endStages() {
    boolean moved = false;
    for (StageRun stage : state.stages) {
      if (stage.progress == StageRun.Progress.RUNNING && stage.tasksAreOver()) {
        stage.progress = StageRun.Progress.OVER;
        stage.ended = now;
        effects.add(new Effect.StageEnded(stage.name));
        moved = true;
      }
    }
    return moved;
  }

  private boolean beginNextStages() {
    boolean moved = false;
    for (StageRun stage : state.stages) {
      if (stage.isWaiting() && mayBegin(stage)) {
        begin(stage);
        moved = true;
      }
    }
    return moved;
  }

  private boolean mayBegin(StageRun stage) {
    for (String earlier : stage.after) {
      StageRun before = state.stage(earlier);
      if (before != null && !before.isOver()) {
        return false;
      }
    }
    return true;
  }

  private void begin(StageRun stage) {
    stage.progress = StageRun.Progress.RUNNING;
    stage.began = now;
    effects.add(new Effect.StageBegan(stage.name));
    long end = Span.plus(now, Shares.of(state, stage, now));
    for (TaskRun task : stage.tasks) {
      task.began = now;
      task.limit = Math.min(end, Span.plus(now, task.within));
      if (task.limit > now) {
        task.course = Course.STARTED;
        effects.add(new Effect.StartTask(task.id));
      } else {
        task.course = Course.NOT_RUN;
      }
    }
  }

  private void taskBegan(int id) {
    TaskRun task = state.task(id);
    if (task != null && task.course == Course.STARTED) {
      task.course = Course.RUNNING;
    }
  }

  private void taskEnded(int id, boolean failed) {
    TaskRun task = state.task(id);
    if (task == null) {
      return;
    }
    task.bodyEnded = true;
    if (task.course.isAtWork()) {
      over(task, failed ? Course.FAILED : Course.DONE);
    } else {
      endAborted(task);
    }
  }

  private void abortEnded(int id) {
    TaskRun task = state.task(id);
    if (task != null) {
      task.abortEnded = true;
      endAborted(task);
    }
  }

  private void endAborted(TaskRun task) {
    if (task.course == Course.ABORTING && task.bodyEnded && (task.abortEnded || !task.abortable)) {
      over(task, Course.LATE);
    }
  }

  private void over(TaskRun task, Course course) {
    task.course = course;
    task.ended = now;
  }

  private void tellProgress() {
    if (now >= state.nextProgress) {
      state.nextProgress = Span.plus(now, StopMachine.PROGRESS);
      effects.add(new Effect.Progress());
    }
  }

  // Force

  /// @param signal the one that forces, if one does
  private void force(@Nullable Signal signal) {
    state.forced = true;
    state.forcedBy = signal;
    switch (state.phase) {
      case DRAINING, STAGES -> {
        giveUpStages();
        finish();
      }
      case REPORTING -> {
        state.status = state.usualStatus();
        leave();
      }
      case EXITING -> halt(signal == null ? 1 : 128 + signal.number());
      case RUNNING, HALTED, CLOSED -> {}
    }
  }

  private void giveUpStages() {
    for (StageRun stage : state.stages) {
      for (TaskRun task : stage.tasks) {
        giveUp(task);
      }
      if (!stage.isOver()) {
        stage.began = stage.isWaiting() ? now : stage.began;
        stage.progress = StageRun.Progress.OVER;
        stage.ended = now;
      }
    }
  }

  private void giveUp(TaskRun task) {
    if (task.course.isAtWork()) {
      effects.add(new Effect.Interrupt(task.id));
      if (task.abortable) {
        effects.add(new Effect.Abort(task.id));
      }
    }
    if (task.course == Course.WAITING) {
      over(task, Course.NOT_RUN);
    } else if (!task.course.isOver()) {
      over(task, Course.FORCED);
    }
  }

  // End

  private void finish() {
    state.phase = Phase.REPORTING;
    state.status = state.usualStatus();
    long patience = Math.min(StopMachine.REPORT_PATIENCE, state.timeLeft(now) / 2);
    state.reportEnd = Span.plus(now, patience);
    effects.add(new Effect.Report(state.status));
  }

  private void reported(int status) {
    if (state.phase == Phase.REPORTING) {
      state.status = status;
      leave();
    }
  }

  private void leave() {
    if (!state.exits && !state.exitBegun) {
      state.phase = Phase.CLOSED;
      effects.add(new Effect.Close());
      return;
    }
    state.phase = Phase.EXITING;
    state.left = now;
    effects.add(new Effect.ReleaseHook());
    if (!state.exitBegun) {
      effects.add(new Effect.Exit(state.status));
    }
  }

  private void watchHooks() {
    if (now >= state.haltTime()) {
      boolean unknown = state.exitBegun;
      halt(unknown || state.status == 0 ? 1 : state.status);
    } else if (now >= StopMachine.nextHookLook(state)) {
      state.hookLooks++;
      effects.add(new Effect.ShowHooks());
    }
  }

  private void halt(int status) {
    state.phase = Phase.HALTED;
    effects.add(new Effect.Halt(status));
  }
}
