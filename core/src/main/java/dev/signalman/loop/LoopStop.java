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
import java.util.function.BooleanSupplier;
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
      watch(FIRST_CHECK);
      Stopping first = plan.begin(System.nanoTime());
      enter(hurried && !first.isForced() ? first.hurry(System.nanoTime()) : first);
    }
  }

  /// @param pause the time until a check, if no event will tell of the end
  private void watch(Duration pause) {
    switch (target) {
      case Child child -> end = loop.onExit(child, _ -> move(true));
      case ProcessGroup group -> checkAfter(pause, group::isRunning);
      case OtherProcess process -> {
        if (!watch(process)) {
          checkAfter(pause, process::exists);
        }
      }
    }
  }

  /// @return false if no descriptor is left at this moment, or the kernel has none for processes
  private boolean watch(OtherProcess process) {
    try {
      pidfd = process.pidfd();
      end = loop.onReadable(pidfd, () -> move(true));
      return true;
    } catch (PosixException | UnsupportedOperationException _) {
      letGo();
      return false;
    } catch (IllegalStateException _) {
      over(now.outOfReach());
      return true;
    }
  }

  private void checkAfter(Duration pause, BooleanSupplier isThere) {
    Duration next = pause.compareTo(LONGEST) < 0 ? pause.multipliedBy(2) : pause;
    end =
        loop.after(
            pause,
            () -> {
              try {
                if (isThere.getAsBoolean()) {
                  watch(next);
                } else {
                  move(true);
                }
              } catch (UnsupportedOperationException | IllegalStateException _) {
                over(now.outOfReach());
              }
            });
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
      return; // a callback gave the plan up, or the target is out of reach
    }
    if (next.isOver()) {
      over(next);
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

  /// KILL reaches processes that joined a group meanwhile, and fails with EPERM if the rest of the
  /// group may not be signalled.
  private void killAgain() {
    try {
      if (target.send(Signal.KILL)) {
        awaitNext();
      } else {
        move(true);
      }
    } catch (PosixException e) {
      EventLoop.guarded(() -> progress.refused(Signal.KILL, e));
      over(now);
    } catch (UnsupportedOperationException | IllegalStateException _) {
      over(now.outOfReach());
    }
  }

  /// Tells of the end, unless a callback has given the plan up.
  private void over(Stopping last) {
    if (!closed) {
      close();
      EventLoop.guarded(() -> progress.over(last));
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
    } catch (UnsupportedOperationException | IllegalStateException e) {
      if (!tells && e instanceof UnsupportedOperationException) {
        return true; // no CONT can be sent in portable mode
      }
      over(now.outOfReach());
      return false;
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
    try {
      close(due);
      close(end);
    } finally {
      letGo();
      close(held);
    }
  }

  private void letGo() {
    if (pidfd != null) {
      pidfd.close();
      pidfd = null;
    }
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
