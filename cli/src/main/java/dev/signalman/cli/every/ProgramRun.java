package dev.signalman.cli.every;

import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.cli.program.NotStartedException;
import dev.signalman.cli.program.Program;
import dev.signalman.loop.EventLoop;
import dev.signalman.loop.LoopStop;
import dev.signalman.loop.StopProgress;
import dev.signalman.process.Child;
import dev.signalman.process.ExitStatus;
import dev.signalman.process.Stdio;
import dev.signalman.process.StopPlan;
import dev.signalman.process.Stopping;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// One run of a program in its own process group, without standard input.
final class ProgramRun {
  private final long number;
  private final long start = System.nanoTime();
  private final Child child;
  private final EventLoop loop;
  private final EveryLog log;
  private final BiConsumer<ProgramRun, ExitStatus> after;
  private boolean asked;
  private boolean killed;
  private boolean groupEnded;
  private @Nullable LoopStop stopping;
  private @Nullable ExitStatus status;

  private ProgramRun(
      long number,
      Child child,
      EventLoop loop,
      EveryLog log,
      BiConsumer<ProgramRun, ExitStatus> after) {
    this.number = number;
    this.child = child;
    this.loop = loop;
    this.log = log;
    this.after = after;
  }

  /// Starts the run.
  ///
  /// @param after called when the run has ended
  static ProgramRun start(
      long number,
      Program program,
      EventLoop loop,
      EveryLog log,
      BiConsumer<ProgramRun, ExitStatus> after)
      throws NotStartedException {
    // A terminal stops a background group that reads from it.
    Child child = program.start(spawn -> spawn.newGroup().stdin(Stdio.discard()));
    ProgramRun run = new ProgramRun(number, child, loop, log, after);
    loop.onExit(child, run::ended);
    return run;
  }

  long number() {
    return number;
  }

  int pid() {
    return child.pid();
  }

  Duration age() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /// Whether KILL was sent.
  boolean wasKilled() {
    return killed;
  }

  /// Whether the run was asked to end.
  boolean isStopping() {
    return asked;
  }

  /// Asks its whole group to end. A second call changes nothing.
  void stop(StopPlan plan) {
    if (!asked) {
      asked = true;
      stopping = loop.stop(child.group(), plan, new Progress());
    }
  }

  /// Kills the run.
  void kill() {
    stop(StopPlan.kill());
    if (stopping != null) {
      stopping.hurry(); // if the run was asked to end before
    }
  }

  private void ended(ExitStatus exit) {
    status = exit;
    endIfOver();
  }

  /// A run that was asked to end is over when no process of its group runs any more, so that it
  /// never overlaps with the next run. A killed run does not run any more, even if the kernel takes
  /// long to end it.
  private void endIfOver() {
    ExitStatus exit = status;
    if (exit != null && (!asked || killed || groupEnded || !isGroupRunning())) {
      status = null;
      if (stopping != null) {
        stopping.close();
      }
      child.group().close();
      after.accept(this, exit);
    }
  }

  private boolean isGroupRunning() {
    try {
      return child.group().isRunning();
    } catch (UnsupportedOperationException e) {
      return false; // before Linux 6.9 this is unknown once the program itself has ended
    }
  }

  private final class Progress implements StopProgress {
    @Override
    public void sent(Signal signal) {
      log.stopping(ProgramRun.this, signal);
      if (signal == Signal.KILL) {
        killed = true;
        endIfOver();
      }
    }

    @Override
    public void refused(Signal signal, PosixException reason) {
      log.error(reason);
    }

    @Override
    public void over(Stopping end) {
      groupEnded = true;
      endIfOver();
    }
  }
}
