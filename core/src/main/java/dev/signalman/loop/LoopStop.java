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
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final EventLoop loop;
  private final Target target;
  private final StopPlan plan;
  private final StopProgress progress;
  private Stopping now;
  private boolean begun;
  private boolean hurried;
  private @Nullable Registration due;
  private @Nullable Registration end;
  private @Nullable Fd pidfd;
  private @Nullable Registration held;
  private boolean closed;

  LoopStop(EventLoop loop, Target target, StopPlan plan, StopProgress progress) {
    this.loop = loop;
    this.target = target;
    this.plan = plan;
    this.progress = progress;
    this.now = plan.begin(System.nanoTime());
  }

  /// Sends the first signal and begins to watch. The time of the plan counts from here.
  void begin() {
    if (!closed) {
      begun = true;
      watch();
      Stopping first = plan.begin(System.nanoTime());
      enter(hurried && !first.isForced() ? first.hurry(System.nanoTime()) : first);
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
    try {
      return switch (target) {
        case Child child -> child.isAlive();
        case ProcessGroup group -> group.isRunning();
        case OtherProcess process -> process.exists();
      };
    } catch (UnsupportedOperationException | IllegalStateException _) {
      // Before Linux 6.9 a group is out of reach once its first process has gone. Or the program
      // has closed the target.
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
    for (int i = 0; there && !closed && i < next.signals().size(); i++) {
      there = send(next.signals().get(i), i == 0);
    }
    if (closed) {
      return; // a callback gave the plan up
    }
    if (next.isOver()) {
      close();
      EventLoop.guarded(() -> progress.over(next));
    } else if (!there) {
      move(true);
    } else {
      awaitNext();
    }
  }

  private void awaitNext() {
    close(due);
    long nanos = now.untilNext(System.nanoTime());
    due =
        now.isForced()
            ? loop.after(AGAIN, this::killAgain)
            : loop.after(Duration.ofNanos(nanos), () -> move(false));
  }

  /// Sends KILL to processes that joined a group meanwhile, and learns that what is left may not be
  /// signalled.
  private void killAgain() {
    try {
      if (target.send(Signal.KILL)) {
        awaitNext();
      } else {
        move(true);
      }
    } catch (PosixException e) {
      EventLoop.guarded(() -> progress.refused(Signal.KILL, e));
      if (!closed) { // by that callback
        close();
        EventLoop.guarded(() -> progress.over(now));
      }
    } catch (UnsupportedOperationException | IllegalStateException _) {
      move(true); // as in send
    }
  }

  /// @param tells whether the signal is the plan's own, and not a CONT after it: nobody has to hear
  ///   of that
  private boolean send(Signal signal, boolean tells) {
    try {
      boolean there = target.send(signal);
      if (there && tells) {
        EventLoop.guarded(() -> progress.sent(signal));
      }
      return there;
    } catch (PosixException e) {
      if (tells) {
        EventLoop.guarded(() -> progress.refused(signal, e));
      }
      return true;
    } catch (UnsupportedOperationException | IllegalStateException _) {
      return false; // a group that is out of reach, or a target that the program has closed
    }
  }

  /// Sends KILL at once, unless that was done, or all is over.
  public void hurry() {
    if (!begun) {
      hurried = true;
    } else if (!closed) {
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
    close(held);
  }

  /// Lets the loop give the plan up when it is closed.
  void heldBy(Registration registration) {
    held = registration;
  }

  private static void close(@Nullable Registration registration) {
    if (registration != null) {
      registration.close();
    }
  }
}
