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
  /// What becomes of a run that is due while one goes on.
  enum Overlap {
    /// It is left out.
    SKIP,
    /// It follows, once.
    QUEUE,
    /// The one that goes on is ended for it.
    KILL
  }

  /// Why a run begins.
  enum Reason {
    /// It is the first.
    START,
    /// A period is over.
    PERIOD,
    /// ALRM came.
    TRIGGER
  }

  /// What is to be done.
  ///
  /// @param period from the beginning of one run to that of the next
  /// @param count how many runs there are to be
  /// @param overlap of a run with a period's end
  /// @param onlyChildren whether ALRM counts from own children alone
  /// @param stop how a run is asked to end
  record Plan(Duration period, long count, Overlap overlap, boolean onlyChildren, StopPlan stop) {}

  /// Ended in order.
  private static final int IN_ORDER = 0;

  /// A run had to be killed for the end.
  private static final int BY_FORCE = 1;

  /// What is listened to.
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

  /// Why one further run follows the current one, or null if none does.
  private @Nullable Reason further;

  private boolean ending;
  private int status = IN_ORDER;

  Every(EventLoop loop, Program program, Plan plan, EveryLog log) {
    this.loop = loop;
    this.program = program;
    this.plan = plan;
    this.log = log;
  }

  /// Takes the signals, so that what comes from now on is handled in [#run]. One that asks for the
  /// end and was ignored at the start stays so: nohup.
  void listen() throws PosixException {
    SignalSet wanted = SIGNALS;
    for (Signal signal : SignalSet.TERMINATION.with(Signal.QUIT)) {
      if (Signals.disposition(signal) instanceof Disposition.Ignored) {
        wanted = wanted.without(signal);
      }
    }
    loop.onSignal(wanted, this::handle);
  }

  /// Goes on until the runs are done, or a signal ends it.
  ///
  /// @return the exit status
  /// @throws NotStartedException if the first run cannot be started
  int run() throws NotStartedException, InterruptedException {
    start(Reason.START);
    beginPeriods(); // not before: the first start of a VM takes long
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

  /// A run that ALRM asks for is never left out: the program that is running may have asked for it
  /// itself.
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
      // It could be started once: perhaps it is just being replaced, or memory is short.
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

  /// A run is over, or could not be started.
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

  /// Or null if no further run is due.
  private @Nullable Duration untilNext() {
    return ticks == null ? null : Duration.ofNanos(Math.max(0, nextDue - System.nanoTime()));
  }
}
