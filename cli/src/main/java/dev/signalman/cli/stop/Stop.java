package dev.signalman.cli.stop;

import dev.signalman.PosixException;
import dev.signalman.Registration;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.cli.command.SignalOrNone;
import dev.signalman.cli.command.Subcommand;
import dev.signalman.cli.proc.ProcFolder;
import dev.signalman.cli.proc.ProcStat;
import dev.signalman.loop.EventLoop;
import dev.signalman.process.StopPlan;
import dev.signalman.signal.Disposition;
import dev.signalman.signal.Signals;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Stops processes, all at once, and meanwhile reports what they still do. Everything happens in
/// the thread of an event loop.
final class Stop {
  /// Exit status if all have ended, but at least one only by KILL.
  static final int BY_FORCE = 3;

  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final EventLoop loop;
  private final StopPlan plan;
  private final StopLog log;
  private final Asking asking;
  private final List<Ending> endings = new ArrayList<>();
  private @Nullable Registration signals;
  private @Nullable Signal interrupted;

  Stop(EventLoop loop, StopPlan plan, StopLog log) {
    this.loop = loop;
    this.plan = plan;
    this.log = log;
    this.asking = new Asking(loop);
  }

  /// Claims the signals that end this command, except those that were ignored at its start (nohup).
  void listen() throws PosixException {
    SignalSet wanted = SignalSet.TERMINATION;
    for (Signal signal : SignalSet.TERMINATION) {
      if (Signals.disposition(signal) instanceof Disposition.Ignored) {
        wanted = wanted.without(signal);
      }
    }
    signals = loop.onSignal(wanted, this::interrupt);
  }

  /// Stops processes, and returns when each has ended or is left alone.
  ///
  /// @return the exit status
  int run(List<Aim> aims) throws InterruptedException {
    for (Aim aim : aims) {
      endings.add(new Ending(aim, loop, log, this::checkEnd));
    }
    endings.forEach(ending -> ending.begin(plan));
    Registration reports = loop.every(PAUSE, this::report);
    try (asking) {
      if (!isOver()) {
        loop.run();
      }
    } finally {
      reports.close();
    }
    return status();
  }

  private boolean isOver() {
    return endings.stream().allMatch(ending -> ending.outcome() != null);
  }

  private void checkEnd() {
    if (isOver()) {
      loop.stop();
    }
  }

  private int status() {
    if (interrupted != null) {
      return SignalOrNone.SIGNALLED + interrupted.number();
    }
    if (endings.stream().anyMatch(ending -> ending.outcome() == Ending.Outcome.FAILED)) {
      return Subcommand.FAILURE;
    }
    boolean forced = endings.stream().anyMatch(ending -> ending.outcome() == Ending.Outcome.KILLED);
    return forced ? BY_FORCE : 0;
  }

  private void report() {
    List<ProcStat> all = all();
    for (Ending ending : endings) {
      if (ending.isRunning()) {
        report(ending, all);
      }
    }
  }

  private void report(Ending ending, List<ProcStat> all) {
    List<Doing> doings = Doing.of(ending.aim(), all);
    ending.look(doings);
    if (!ending.isRunning()) {
      return;
    }
    log.running(ending.aim(), doings, ending.age());
    for (Doing doing : doings) {
      if (!doing.isStill()) {
        asking.ask(
            doing.stat(),
            answer -> {
              if (ending.isRunning()) {
                log.threads(ending.aim(), doing.stat(), answer);
              }
            });
      }
    }
  }

  private static List<ProcStat> all() {
    try {
      return ProcFolder.all();
    } catch (IOException _) {
      return List.of(); // no /proc: the report says so
    }
  }

  /// Leaves processes alone that have not ended. The next such signal ends this command at once.
  private void interrupt(SignalInfo info) {
    interrupted = info.signal();
    if (signals != null) {
      signals.close();
    }
    List<ProcStat> all = all();
    for (Ending ending : endings) {
      if (ending.outcome() == null) {
        if (ending.isRunning()) {
          log.running(ending.aim(), Doing.of(ending.aim(), all), ending.age());
        }
        ending.leave("this command received " + info.signal().fullName());
      }
    }
    loop.stop();
  }
}
