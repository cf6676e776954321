package dev.signalman.lifecycle;

import dev.signalman.Signal;
import dev.signalman.lifecycle.machine.Effect;
import dev.signalman.lifecycle.machine.Event;
import dev.signalman.lifecycle.machine.StopState;
import dev.signalman.lifecycle.machine.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Carries out the effects that the machine decides, in the thread of the loop. Nothing here may
/// wait.
final class Effects implements StopLoop.Performer {
  private static final Duration EXTENSION = Duration.ofSeconds(15);

  private final StopLoop loop;
  private final Settings settings;
  private final WayOut exits;
  private final Teller teller;
  private final Readiness readiness;
  private final Reloads reloads;
  private final Traffic traffic;
  private final Runnable giveBack;
  private final CompletableFuture<StopReport> done = new CompletableFuture<>();
  private final Queue<String> notes = new ConcurrentLinkedQueue<>();
  private final List<StopCause.BySignal> heard = new ArrayList<>();
  private StopCause cause = new StopCause.Closed();
  private volatile @Nullable FirstProcess first;
  private volatile @Nullable StopReport report;
  private volatile @Nullable Consumer<StopCause> atStop;

  Effects(
      StopLoop loop,
      Settings settings,
      WayOut exits,
      Teller teller,
      Readiness readiness,
      Reloads reloads,
      Traffic traffic,
      Runnable giveBack) {
    this.loop = loop;
    this.settings = settings;
    this.exits = exits;
    this.teller = teller;
    this.readiness = readiness;
    this.reloads = reloads;
    this.traffic = traffic;
    this.giveBack = giveBack;
  }

  /// Adds the duties of process 1 to the report.
  void reportsOn(FirstProcess process) {
    first = process;
  }

  /// Completes when the stop is over, except for the exit of the VM.
  CompletableFuture<StopReport> done() {
    return done;
  }

  /// Calls something at the beginning of the stop. It must not wait.
  void atStop(Consumer<StopCause> action) {
    atStop = action;
  }

  @Override
  public void heard(StopCause reason) {
    if (reason instanceof StopCause.BySignal signal) {
      heard.add(signal);
    }
  }

  @Override
  public void note(String sentence) {
    notes.add(sentence);
    teller.tell(listener -> listener.noted(sentence));
  }

  @Override
  public void broken(Throwable error) {
    OwnThread.report(error);
    exits.halt(1, teller);
  }

  @Override
  public void perform(Effect effect, StopState state, @Nullable StopCause reason) {
    if (effect instanceof Effect.Drain drain) {
      drain(drain.trigger(), reason);
    } else if (effect instanceof Effect.CloseIntake) {
      closeIntake();
    } else if (effect instanceof Effect.StageBegan began) {
      stageBegan(began.stage());
    } else if (effect instanceof Effect.StageEnded ended) {
      stageEnded(ended.stage(), state);
    } else if (effect instanceof Effect.Progress) {
      progress(state);
    } else if (effect instanceof Effect.Report usual) {
      report(usual.status(), state);
    } else if (effect instanceof Effect.ReleaseHook) {
      if (state.exitBegun()) {
        complete();
      }
      exits.release();
    } else if (effect instanceof Effect.Exit exit) {
      exits.exit(exit.status(), endBy(state), new Completion());
    } else if (effect instanceof Effect.ShowHooks) {
      exits.showHooks(teller);
    } else if (effect instanceof Effect.Halt halt) {
      exits.halt(halt.status(), teller);
    } else if (effect instanceof Effect.Close) {
      close();
    } else {
      performOnTask(effect);
    }
  }

  private void close() {
    try {
      giveBack.run();
    } finally {
      complete();
    }
  }

  private void performOnTask(Effect effect) {
    if (effect instanceof Effect.StartTask start) {
      task(start.task()).start();
    } else if (effect instanceof Effect.StartElsewhere start) {
      task(start.task()).startElsewhere();
    } else if (effect instanceof Effect.Interrupt interrupt) {
      task(interrupt.task()).interrupt();
    } else if (effect instanceof Effect.Abort abort) {
      task(abort.task()).abort();
    } else if (effect instanceof Effect.Look look) {
      look(task(look.task()), look.percent());
    }
  }

  private TaskThread task(int id) {
    return Objects.requireNonNull(loop.tasks().get(id), "the thread of a task");
  }

  private Reports reports(StopState state) {
    return new Reports(state, loop.tasks(), loop.now());
  }

  private void drain(Trigger trigger, @Nullable StopCause reason) {
    if (reason != null) {
      cause = reason;
    }
    boolean _ = readiness.become(Readiness.State.DRAINING);
    reloads.stop();
    Consumer<StopCause> action = atStop;
    if (action != null) {
      action.accept(cause);
    }
    teller.tell(new News.Began(cause, Duration.ofNanos(settings.limits().total())));
    if (trigger == Trigger.SIGNAL && isManaged()) {
      teller.run(settings.manager()::stopping);
    }
  }

  private boolean isManaged() {
    return !settings.manager().equals(ServiceManager.NONE);
  }

  private void closeIntake() {
    traffic.closeIntake();
    if (!(cause instanceof StopCause.BySignal) && isManaged()) {
      // Not before the drain delay: systemd lets the stop time-out run from here on.
      teller.run(settings.manager()::stopping);
    }
  }

  private void stageBegan(String stage) {
    teller.tell(new News.StageBegan(stage));
    if (isManaged()) {
      teller.run(() -> settings.manager().status("stopping: " + stage));
    }
  }

  private void stageEnded(String stage, StopState state) {
    StageReport ended = reports(state).stage(stage);
    if (ended != null) {
      teller.tell(new News.StageEnded(ended));
    }
  }

  private void progress(StopState state) {
    long now = loop.now();
    Duration took = Duration.ofNanos(state.took(now));
    Duration left = Duration.ofNanos(state.timeLeft(now));
    List<TaskReport> running = reports(state).running();
    teller.tell(listener -> listener.awaiting(took, running));
    Duration needed = left.compareTo(EXTENSION) < 0 ? left : EXTENSION;
    teller.run(() -> settings.manager().extend(needed));
  }

  private void look(TaskThread task, int percent) {
    Thread runner = task.runner();
    if (runner != null) {
      loop.look(() -> look(task, runner, percent));
    }
  }

  private void look(TaskThread task, Thread runner, int percent) {
    ThreadView found = Looks.of(runner, Looks.PATIENCE);
    if (task.view() == null || !found.stack().isEmpty()) { // a thread that has ended is nowhere
      task.view(found);
    }
    TaskReport seen = reports(loop.state()).task(task.id());
    if (seen != null) {
      teller.tell(listener -> listener.slow(seen, percent));
    }
  }

  private void report(int status, StopState state) {
    boolean _ = readiness.become(Readiness.State.STOPPED);
    StopReport usual = report(state, status);
    report = usual;
    teller.run(new Final(usual, status));
  }

  private StopReport report(StopState state, int status) {
    Reports reports = reports(state);
    return new StopReport(
        cause,
        Duration.ofNanos(state.took(loop.now())),
        state.forced(),
        state.choosesStatus() ? OptionalInt.of(status) : OptionalInt.empty(),
        reports.stages(),
        heard,
        traffic.left(),
        reports.notes(List.copyOf(notes)));
  }

  /// The last news. It runs in the thread of the listeners, because it calls code of users.
  final class Final implements Runnable {
    private final StopReport usual;
    private final int status;

    Final(StopReport usual, int status) {
      this.usual = usual;
      this.status = status;
    }

    @Override
    public void run() {
      int chosen = choose();
      StopReport last = usual.status().isPresent() ? usual.withStatus(chosen) : usual;
      FirstProcess process = first;
      if (process != null) {
        last = last.withNote(process.summary());
      }
      report = last;
      teller.tell(new News.Ended(last));
      teller.run(new Told(chosen));
    }

    private int choose() {
      try {
        return settings.status().choose(usual);
      } catch (RuntimeException e) {
        OwnThread.report(e);
        return status;
      }
    }
  }

  final class Told implements Runnable {
    private final int status;

    Told(int status) {
      this.status = status;
    }

    @Override
    public void run() {
      try {
        settings.manager().leaving();
      } finally {
        loop.post(new Event.Reported(status));
      }
    }
  }

  private void complete() {
    StopReport last = report;
    if (last != null) {
      done.complete(last);
    }
  }

  /// Not a lambda, see [News].
  final class Completion implements Runnable {
    @Override
    public void run() {
      complete();
    }
  }

  private @Nullable Signal endBy(StopState state) {
    return settings.status().isBySignal()
            && !state.forced()
            && cause instanceof StopCause.BySignal signal
        ? signal.info().signal()
        : null;
  }
}
