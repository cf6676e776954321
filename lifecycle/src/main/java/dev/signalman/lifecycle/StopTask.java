package dev.signalman.lifecycle;

import java.time.Duration;
import java.util.Objects;

/// A task that was added to a [Stage].
public final class StopTask {
  private final StopLoop loop;
  private final TaskThread thread;

  StopTask(StopLoop loop, TaskThread thread) {
    this.loop = loop;
    this.thread = thread;
  }

  /// Limits the time of the task. It never gets more than its stage has.
  ///
  /// @param time above zero
  /// @return this
  /// @throws IllegalArgumentException if the time is zero or negative
  /// @throws IllegalStateException if its stage has begun, or it was removed
  public StopTask within(Duration time) {
    loop.taskWithin(thread.id(), Spans.positiveNanos("time of a task", time));
    return this;
  }

  /// Sets the abort of the task: an action that runs, in a thread of its own, when the time of the
  /// task is over or the stop is forced. It replaces an earlier abort, also that of an executor or
  /// a child.
  ///
  /// @return this
  /// @throws IllegalStateException if its stage has begun, or it was removed
  public StopTask onAbort(AutoCloseable abort) {
    loop.onAbort(thread, new Works.Close(Objects.requireNonNull(abort, "abort")));
    return this;
  }

  /// Removes the task, as if it had not been added.
  ///
  /// @return false if its stage has begun, or the task was already removed
  public boolean remove() {
    return loop.remove(thread.id());
  }

  @Override
  public String toString() {
    return thread.threadName();
  }
}
