package dev.signalman.cli.stop;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.cli.proc.ProcFolder;
import dev.signalman.cli.proc.ProcStat;
import dev.signalman.cli.text.Errors;
import dev.signalman.loop.EventLoop;
import dev.signalman.loop.LoopStop;
import dev.signalman.loop.StopProgress;
import dev.signalman.process.ExitStatus;
import dev.signalman.process.StopPlan;
import dev.signalman.process.Stopping;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The way of one aim to its end, in the loop's thread.
final class Ending implements StopProgress {
  /// The result for an aim.
  enum Outcome {
    /// It has ended, and was not killed.
    OBEYED,
    /// It has ended, and KILL was sent.
    KILLED,
    /// It may run on.
    FAILED
  }

  /// The time that the parent of a process has to wait for it, after which its status is known.
  private static final Duration FIRST_PAUSE = Duration.ofMillis(5);

  private static final Duration LONGEST_PAUSE = Duration.ofMillis(640);

  private final Aim aim;
  private final EventLoop loop;
  private final StopLog log;
  private final Runnable over;
  private final long begin = System.nanoTime();
  private @Nullable LoopStop stop;
  private boolean killed;
  private @Nullable Duration ended;
  private @Nullable Outcome outcome;

  /// @param over called once the outcome is known
  Ending(Aim aim, EventLoop loop, StopLog log, Runnable over) {
    this.aim = aim;
    this.loop = loop;
    this.log = log;
    this.over = over;
  }

  Aim aim() {
    return aim;
  }

  @Nullable Outcome outcome() {
    return outcome;
  }

  /// Whether it is still asked to end.
  boolean isRunning() {
    return ended == null && outcome == null;
  }

  /// The time since the request to end.
  Duration age() {
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  void begin(StopPlan plan) {
    if (aim.hadEnded()) {
      end();
    } else {
      stop = loop.stop(aim.target(), plan, this);
    }
  }

  @Override
  public void sent(Signal signal) {
    if (signal == Signal.KILL) {
      killed = true;
      log.killing(aim, age());
    } else {
      log.asked(aim, signal);
    }
  }

  @Override
  public void refused(Signal signal, PosixException reason) {
    if (!killed) { // otherwise some of a group got the signal: how that ends is seen later
      Errno errno = reason.errno();
      String owner = errno.equals(Errno.EPERM) ? Owners.words(aim.pid()) + ": " : "";
      String words = owner + Errors.words(errno);
      giveUp();
      log.refused(aim.pid(), errno.name(), words);
      finish(Outcome.FAILED);
    }
  }

  @Override
  public void over(Stopping last) {
    switch (last.state()) {
      case ENDED -> end();
      case KILLED -> fail("SIGKILL was sent, and what has not ended may not be signalled");
      default -> fail("it can no longer be reached");
    }
  }

  private void fail(String reason) {
    log.left(aim, reason);
    finish(Outcome.FAILED);
  }

  /// Takes note of what `/proc` says. Without descriptors of processes, the loop does not see the
  /// end of a process before its parent has waited for it.
  void look(List<Doing> doings) {
    boolean zombie =
        aim.group() == null && !doings.isEmpty() && doings.getFirst().stat().isZombie();
    if (zombie && isRunning()) {
      giveUp();
      end();
    }
  }

  private void end() {
    ended = age();
    awaitStatus(FIRST_PAUSE);
  }

  private void awaitStatus(Duration pause) {
    ExitStatus status = aim.process().exitStatus();
    if (status == null && pause.compareTo(LONGEST_PAUSE) <= 0) {
      loop.after(pause, () -> awaitStatus(pause.multipliedBy(2)));
    } else if (outcome == null) {
      tellEnd(status);
    }
  }

  private void tellEnd(@Nullable ExitStatus status) {
    Duration age = ended == null ? age() : ended;
    log.ended(aim, killed, status, status == null ? parent() : "", age);
    finish(killed ? Outcome.KILLED : Outcome.OBEYED);
  }

  private String parent() {
    try {
      ProcStat stat = ProcFolder.of(aim.pid()).stat().filter(aim::isSame).orElse(null);
      ProcStat parent = stat == null ? null : ProcFolder.of(stat.parent()).stat().orElse(null);
      return parent == null ? "" : Doing.who(parent) + " ";
    } catch (IOException _) {
      return ""; // /proc hides it
    }
  }

  /// Leaves it alone.
  ///
  /// @param reason why, in words
  void leave(String reason) {
    if (ended != null) {
      tellEnd(aim.process().exitStatus());
    } else {
      giveUp();
      log.left(aim, killed ? reason + "; SIGKILL was sent before" : reason);
      finish(Outcome.FAILED);
    }
  }

  private void giveUp() {
    if (stop != null) {
      stop.close();
    }
  }

  private void finish(Outcome result) {
    outcome = result;
    over.run();
  }
}
