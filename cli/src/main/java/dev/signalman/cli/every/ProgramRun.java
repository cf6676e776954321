package dev.signalman.cli.every;

import dev.signalman.PosixException;
import dev.signalman.Registration;
import dev.signalman.Signal;
import dev.signalman.cli.proc.Jobs;
import dev.signalman.cli.program.NotStartedException;
import dev.signalman.cli.program.Program;
import dev.signalman.loop.EventLoop;
import dev.signalman.process.Child;
import dev.signalman.process.ExitStatus;
import dev.signalman.process.Stdio;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// One run of a program in a process group of its own, reading nothing.
final class ProgramRun {
  /// After what time a group that was asked to end is looked at, because no event tells of its end:
  /// soon first, then less and less often, because a look goes through all processes.
  private static final Duration FIRST_LOOK = Duration.ofMillis(10);

  private static final Duration LONGEST = Duration.ofMillis(160);

  private final long number;
  private final long start = System.nanoTime();
  private final Child child;
  private final EventLoop loop;
  private final EveryLog log;
  private final BiConsumer<ProgramRun, ExitStatus> after;
  private @Nullable Registration killing;
  private boolean killed;

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

  /// Starts it.
  ///
  /// @param after called when it is over
  static ProgramRun start(
      long number,
      Program program,
      EventLoop loop,
      EveryLog log,
      BiConsumer<ProgramRun, ExitStatus> after)
      throws NotStartedException {
    // A group in the background of a terminal would be stopped if it read from there.
    Child child = program.start(spawn -> spawn.newGroup().stdin(Stdio.discard()));
    ProgramRun run = new ProgramRun(number, child, loop, log, after);
    loop.onExit(child, status -> run.ended(status, FIRST_LOOK));
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

  /// Whether it was asked to end.
  boolean isStopping() {
    return killing != null || killed;
  }

  /// Asks it to end, and kills it after a time of grace. A second call changes nothing.
  void stop(Duration grace) {
    if (isStopping()) {
      return;
    }
    log.stopping(this, Signal.TERM);
    send(Signal.TERM);
    send(Signal.CONT); // a stopped one would not take it
    killing = loop.after(grace, this::kill);
  }

  /// Ends it at once.
  void kill() {
    if (!killed) {
      killed = true;
      log.stopping(this, Signal.KILL);
      send(Signal.KILL);
    }
  }

  private void send(Signal signal) {
    try {
      child.group().send(signal);
    } catch (PosixException | UnsupportedOperationException e) {
      log.error(e);
    }
  }

  /// One that was asked to end is over when nobody runs in its group any more, so that it never
  /// runs beside the next one.
  private void ended(ExitStatus status, Duration look) {
    if (isStopping() && !killed && isGroupRunning()) {
      Duration next = look.compareTo(LONGEST) < 0 ? look.multipliedBy(2) : look;
      Registration _ = loop.after(look, () -> ended(status, next));
      return;
    }
    if (killing != null) {
      killing.close();
    }
    child.group().close();
    after.accept(this, status);
  }

  private boolean isGroupRunning() {
    try {
      return !child.group().isEmpty() && Jobs.isAnyRunning(child.group().id());
    } catch (UnsupportedOperationException e) {
      return false; // before Linux 6.9 there is no telling once the program itself has ended
    }
  }
}
