package dev.signalman.time;

import dev.signalman.Signal;
import dev.signalman.signal.Signals;
import dev.signalman.signal.Subscription;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Bounds whatever the present thread does until [#close]: when the time is over, or the signal
/// comes, the thread is interrupted, and [#close] says so with an exception.
///
/// ```java
/// try (Deadline deadline = Deadline.after(Duration.ofSeconds(2))) {
///   channel.read(buffer);
/// }
/// ```
///
/// The interrupted call ends with its own exception (`InterruptedException`,
/// `ClosedByInterruptException`), to which the [DeadlineExceededException] of [#close] is added as
/// suppressed; if the work swallowed the interrupt, [#close] throws it by itself. No interrupt is
/// left behind. Deadlines nest.
///
/// Limit: it ends calls that `Thread.interrupt()` ends. On a platform thread that leaves out
/// `java.net.Socket` and `System.in`; on a virtual thread sockets are ended too. A channel that is
/// interrupted in a read is closed by that.
public final class Deadline implements AutoCloseable {
  private static final class Clock {
    static final ScheduledThreadPoolExecutor EXECUTOR =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("signalman-deadlines").factory());

    static {
      EXECUTOR.setRemoveOnCancelPolicy(true);
    }
  }

  private enum State {
    OPEN,
    EXCEEDED,
    CLOSED
  }

  private final Thread thread = Thread.currentThread();
  private final String what;
  private Runnable cancel = () -> {};
  private State state = State.OPEN;

  private Deadline(String what) {
    this.what = what;
  }

  /// Bounds the work by a time.
  ///
  /// @throws IllegalArgumentException if the limit is negative or over 292 years
  public static Deadline after(Duration limit) {
    Delays.notNegative("limit", limit);
    Deadline deadline = new Deadline("the deadline of " + limit + " is over");
    Future<?> task =
        Clock.EXECUTOR.schedule(deadline::exceed, limit.toNanos(), TimeUnit.NANOSECONDS);
    deadline.cancel = () -> task.cancel(false);
    return deadline;
  }

  /// Bounds the work by a signal.
  ///
  /// @throws dev.signalman.ReservedSignalException if the signal is not to be had
  /// @throws dev.signalman.SignalClaimedException if a self-pipe has it
  public static Deadline on(Signal signal) {
    Deadline deadline = new Deadline(signal.fullName() + " came");
    Subscription subscription = Signals.handle(signal, info -> deadline.exceed());
    deadline.cancel = subscription::close;
    return deadline;
  }

  private synchronized void exceed() {
    if (state == State.OPEN) {
      state = State.EXCEEDED;
      thread.interrupt();
    }
  }

  /// Whether the time is over, or the signal came, while the work was going on.
  public synchronized boolean isExceeded() {
    return state == State.EXCEEDED;
  }

  /// Ends the bound.
  ///
  /// @throws DeadlineExceededException if the thread was interrupted on its behalf
  /// @throws IllegalStateException if another thread calls it
  @Override
  public void close() {
    if (!thread.equals(Thread.currentThread())) {
      throw new IllegalStateException("a deadline is closed by the thread that it bounds");
    }
    cancel.run();
    boolean exceeded;
    synchronized (this) {
      exceeded = state == State.EXCEEDED;
      state = State.CLOSED;
    }
    if (exceeded) {
      boolean _ = Thread.interrupted();
      throw new DeadlineExceededException(what);
    }
  }
}
