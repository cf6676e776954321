package dev.signalman.loop;

import dev.signalman.PosixException;
import dev.signalman.Registration;
import dev.signalman.Signal;
import dev.signalman.io.Fd;
import dev.signalman.process.Child;
import dev.signalman.process.OtherProcess;
import dev.signalman.process.ProcessGroup;
import dev.signalman.process.StopPlan;
import dev.signalman.process.Stopping;
import dev.signalman.process.Target;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A [StopPlan] that a loop carries out ([EventLoop#stop]): it sends the signals of the plan, and
/// watches for the end. Its methods are for the loop's thread.
public final class LoopStop implements Registration {
  /// No event tells of the end of a group, so it is checked: soon first, then less and less often,
  /// because a check goes through all processes.
  private static final Duration FIRST_CHECK = Duration.ofMillis(10);

  private static final Duration LONGEST = Duration.ofMillis(160);

  private final EventLoop loop;
  private final Target target;
  private final StopProgress progress;
  private Stopping now;
  private @Nullable Registration due;
  private @Nullable Registration end;
  private @Nullable Fd pidfd;
  private boolean closed;

  LoopStop(EventLoop loop, Target target, StopPlan plan, StopProgress progress) {
    this.loop = loop;
    this.target = target;
    this.progress = progress;
    this.now = plan.begin(System.nanoTime());
  }

  /// Sends the first signal and begins to watch.
  void begin() {
    if (!closed) {
      watch();
      enter(now);
    }
  }

  private void watch() {
    switch (target) {
      case Child child -> end = loop.onExit(child, _ -> move(true));
      case ProcessGroup _ -> check(FIRST_CHECK);
      case OtherProcess process -> watch(process);
    }
  }

  private void watch(OtherProcess process) {
    try {
      Fd copy = process.pidfd();
      pidfd = copy;
      end = loop.onReadable(copy, () -> move(true));
    } catch (PosixException | UnsupportedOperationException _) {
      check(FIRST_CHECK); // no descriptor is left, or there is none here
    }
  }

  private void check(Duration pause) {
    Duration next = pause.compareTo(LONGEST) < 0 ? pause.multipliedBy(2) : pause;
    end =
        loop.after(
            pause,
            () -> {
              if (isThere()) {
                check(next);
              } else {
                move(true);
              }
            });
  }

  private boolean isThere() {
    return switch (target) {
      case Child child -> child.isAlive();
      case ProcessGroup group -> isRunning(group);
      case OtherProcess process -> process.exists();
    };
  }

  /// Before Linux 6.9 a group is out of reach once its first process has gone.
  private static boolean isRunning(ProcessGroup group) {
    try {
      return group.isRunning();
    } catch (UnsupportedOperationException _) {
      return false;
    }
  }

  private void move(boolean ended) {
    if (!closed) {
      enter(now.next(System.nanoTime(), ended));
    }
  }

  private void enter(Stopping next) {
    now = next;
    boolean there = true;
    for (int i = 0; there && i < next.signals().size(); i++) {
      there = send(next.signals().get(i), i == 0);
    }
    if (next.isOver()) {
      close();
      progress.over(next);
    } else if (!there) {
      move(true);
    } else if (!closed) { // by a callback
      awaitNext();
    }
  }

  private void awaitNext() {
    close(due);
    long nanos = now.untilNext(System.nanoTime());
    due =
        now.state() == Stopping.State.ASKED
            ? loop.after(Duration.ofNanos(nanos), () -> move(false))
            : null;
  }

  /// @param tells whether the signal is the plan's own, and not a CONT after it: nobody has to hear
  ///   of that
  private boolean send(Signal signal, boolean tells) {
    try {
      boolean there = target.send(signal);
      if (there && tells) {
        progress.sent(signal);
      }
      return there;
    } catch (PosixException e) {
      if (tells) {
        progress.refused(signal, e);
      }
      return true;
    } catch (UnsupportedOperationException _) {
      return false; // a group that is out of reach, as in isRunning
    }
  }

  /// Sends KILL at once, unless that was done, or all is over.
  public void hurry() {
    if (!closed) {
      enter(now.hurry(System.nanoTime()));
    }
  }

  /// Gives the plan up: nothing more is sent, and no callback comes.
  @Override
  public void close() {
    closed = true;
    close(due);
    close(end);
    if (pidfd != null) {
      pidfd.close();
    }
  }

  private static void close(@Nullable Registration registration) {
    if (registration != null) {
      registration.close();
    }
  }
}
