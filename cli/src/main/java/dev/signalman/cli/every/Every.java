package dev.signalman.cli.every;

import dev.signalman.PosixException;
import dev.signalman.Registration;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.cli.program.NotStartedException;
import dev.signalman.cli.program.Program;
import dev.signalman.loop.EventLoop;
import dev.signalman.process.ExitStatus;
import dev.signalman.process.StopPlan;
import dev.signalman.signal.Disposition;
import dev.signalman.signal.Signals;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Runs a program again and again, one run at a time, in the thread of an event loop.
final class Every {
  /// The treatment of a run that is due while another one is running.
  enum Overlap {
    /// The due run is left out.
    SKIP,
    /// One further run follows the current one.
    QUEUE,
    /// The current run is ended, and the due run follows.
    KILL
  }

  /// The reason for a run.
  enum Reason {
    /// The first run.
    START,
    /// A period has ended.
    PERIOD,
    /// ALRM arrived.
    TRIGGER
  }

  /// The settings.
  ///
  /// @param period from the beginning of one run to that of the next
  /// @param count the number of runs
  /// @param overlap the treatment of a run that is due while another one is running
  /// @param onlyChildren whether ALRM counts only from this program's own descendants
  /// @param stop the way to end a run
  record Plan(Duration period, long count, Overlap overlap, boolean onlyChildren, StopPlan stop) {}

  /// Exit status after a normal end.
  private static final int IN_ORDER = 0;

  /// Exit status if a run had to be killed.
  private static final int BY_FORCE = 1;

  /// The signals that this command receives.
  static final SignalSet SIGNALS =
      SignalSet.of(Signal.ALRM, Signal.USR1, Signal.QUIT).union(SignalSet.TERMINATION);

  private final EventLoop loop;
  private final Program program;
  private final Plan plan;
  private final EveryLog log;
  private final OwnSenders own = new OwnSenders();
  private final EveryLog.Counts counts = new EveryLog.Counts();
  private @Nullable Registration ticks;
  private long nextDue;
  private @Nullable ProgramRun current;

  /// The reason for one further run after the current one, or null for none.
  private @Nullable Reason further;

  private boolean ending;
  private int status = IN_ORDER;

  Every(EventLoop loop, Program program, Plan plan, EveryLog log) {
    this.loop = loop;
    this.program = program;
    this.plan = plan;
    this.log = log;
  }

  /// Claims the signals: those that arrive from now on are handled in [#run]. A request to end that
  /// was ignored at the start stays ignored (nohup).
  void listen() throws PosixException {
    SignalSet wanted = SIGNALS;
    for (Signal signal : SignalSet.TERMINATION.with(Signal.QUIT)) {
      if (Signals.disposition(signal) instanceof Disposition.Ignored) {
        wanted = wanted.without(signal);
      }
    }
    loop.onSignal(wanted, this::handle);
  }

  /// Runs until the last run has ended, or a signal ends this.
  ///
  /// @return the exit status
  /// @throws NotStartedException if the first run cannot be started
  int run() throws NotStartedException, InterruptedException {
    start(Reason.START);
    beginPeriods(); // not earlier: the first start in a VM takes long
    loop.run();
    return status;
  }

  private void beginPeriods() {
    endPeriods();
    if (counts.runs < plan.count) {
      nextDue = System.nanoTime() + plan.period.toNanos();
      ticks = loop.every(plan.period, this::periodOver);
    }
  }

  private void endPeriods() {
    if (ticks != null) {
      ticks.close();
      ticks = null;
    }
  }

  private void periodOver() {
    long late = System.nanoTime() - nextDue;
    nextDue += (Math.max(0, late) / plan.period.toNanos() + 1) * plan.period.toNanos();
    due(Reason.PERIOD);
  }

  private void handle(SignalInfo info) {
    switch (info.signal()) {
      case ALRM -> trigger(info);
      case USR1 -> log.status(plan, counts, current, untilNext());
      case QUIT -> quit();
      default -> end(info.signal());
    }
  }

  private void trigger(SignalInfo info) {
    if (plan.onlyChildren && !own.sent(info)) {
      counts.refused++;
      log.refused(info);
    } else {
      due(Reason.TRIGGER);
    }
  }

  /// A run that ALRM asks for is never left out, because the running program may have sent the
  /// ALRM.
  private void due(Reason reason) {
    if (ending || counts.runs == plan.count) {
      return;
    }
    ProgramRun present = current;
    if (present == null) {
      begin(reason);
    } else if (plan.overlap == Overlap.KILL) {
      further = reason;
      present.stop(plan.stop);
    } else if (further == null && (reason == Reason.TRIGGER || plan.overlap == Overlap.QUEUE)) {
      further = reason;
      log.queued(reason);
    } else if (reason == Reason.PERIOD) {
      counts.skipped++;
      log.skipped(present);
    }
  }

  private void begin(Reason reason) {
    try {
      start(reason);
      if (reason == Reason.TRIGGER) {
        beginPeriods();
      }
    } catch (NotStartedException e) {
      // It started before: perhaps its file is being replaced, or memory is short.
      log.error(e);
      done(e.status());
    }
  }

  private void start(Reason reason) throws NotStartedException {
    counts.runs++;
    if (counts.runs == plan.count) {
      endPeriods();
    }
    ProgramRun run = ProgramRun.start(counts.runs, program, loop, log, this::ended);
    current = run;
    own.add(run.pid());
    log.started(run, reason, program);
  }

  private void ended(ProgramRun run, ExitStatus result) {
    current = null;
    own.ended();
    log.ended(run, result);
    if (run.wasKilled() && ending) {
      status = BY_FORCE;
    }
    done(result.shellStatus());
  }

  /// Called when a run has ended, or could not be started.
  private void done(int result) {
    Reason next = further;
    further = null;
    if (ending) {
      loop.stop();
    } else if (counts.runs == plan.count) {
      status = result;
      loop.stop();
    } else if (next != null) {
      begin(next);
    }
  }

  private void end(Signal signal) {
    ProgramRun present = current;
    if (ending && signal == Signal.INT && present != null) {
      present.kill(); // the second Ctrl-C
      return;
    }
    beginEnd();
    log.ending(signal);
    if (present == null) {
      loop.stop();
    } else {
      present.stop(plan.stop);
    }
  }

  private void quit() {
    beginEnd();
    log.ending(Signal.QUIT);
    status = BY_FORCE;
    if (current == null) {
      loop.stop();
    } else {
      current.kill();
    }
  }

  private void beginEnd() {
    ending = true;
    endPeriods();
  }

  /// The time until the next run, or null if there is none.
  private @Nullable Duration untilNext() {
    return ticks == null ? null : Duration.ofNanos(Math.max(0, nextDue - System.nanoTime()));
  }
}
