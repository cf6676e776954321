package dev.signalman.loop;

import dev.signalman.Registration;
import dev.signalman.internal.kernel.Nanos;
import java.time.Duration;
import java.util.Optional;

/// A timer of an [EventLoop]: a task that the loop runs once, or periodically without drift.
///
/// ```java
/// Timer ticks = loop.every(Duration.ofMinutes(1), this::tick);
/// System.out.println("next tick in " + ticks.untilNext().orElseThrow());
/// ```
///
/// Any thread may use it.
public final class Timer implements Registration {
  static final long ONCE = 0;

  private final Timers timers;
  private final Runnable task;
  private final long period;

  /// The next time, by `System.nanoTime()`; guarded by [#timers].
  private long due;

  /// Guarded by [#timers].
  private boolean over;

  /// @param period in nanoseconds, or [#ONCE]
  Timer(Timers timers, Runnable task, long due, long period) {
    this.timers = timers;
    this.task = task;
    this.due = due;
    this.period = period;
  }

  Runnable task() {
    return task;
  }

  long due() {
    return due;
  }

  /// Called when the task is about to run.
  ///
  /// @return whether it will be due again
  boolean advance(long now) {
    over |= period == ONCE;
    if (!over) {
      due = Nanos.nextDue(due, period, now);
    }
    return !over;
  }

  void end() {
    over = true;
  }

  /// The time until the task is due next; zero if it is overdue, empty if it never runs again. In
  /// the task itself that is the time to the next run.
  public Optional<Duration> untilNext() {
    synchronized (timers) {
      return over
          ? Optional.empty()
          : Optional.of(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
    }
  }

  /// Ends the timer. A run that has begun may still be under way in the loop's thread. A second
  /// call does nothing.
  @Override
  public void close() {
    timers.remove(this);
  }
}
