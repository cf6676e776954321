package dev.signalman.time;

import dev.signalman.Signal;
import dev.signalman.internal.kernel.DaemonThread;
import dev.signalman.internal.kernel.FirstFailure;
import dev.signalman.internal.kernel.Nanos;
import dev.signalman.internal.wait.Linger;
import dev.signalman.signal.Signals;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A bound on the work of the calling thread until [#close]: when the time is over, or the signal
/// comes, the thread is interrupted, and [#close] reports that with an exception.
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
/// left behind, except one that other code had sent when the time was over. Deadlines nest: if both
/// an outer and an inner one are over, closing the inner one leaves the interrupt of the outer one.
///
/// Limit: it ends calls that `Thread.interrupt()` ends. On a platform thread that does not include
/// `java.net.Socket` and `System.in`; on a virtual thread it includes sockets. A channel that is
/// interrupted in a read is closed.
public final class Deadline implements AutoCloseable {
  /// The one thread for all deadlines that are bounded by a time.
  private static final class Clock implements Linger.Service {
    static final Clock INSTANCE = new Clock();

    private @Nullable ScheduledThreadPoolExecutor executor;
    private long uses;
    private long usesBefore;

    synchronized Future<?> after(Duration limit, Runnable task) {
      ScheduledThreadPoolExecutor present = executor;
      if (present == null) {
        present =
            new ScheduledThreadPoolExecutor(
                1, body -> DaemonThread.unstarted("signalman-deadlines", body));
        present.setRemoveOnCancelPolicy(true);
        executor = present;
      }
      uses++;
      return present.schedule(task, limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    synchronized void cancel(Future<?> task) {
      task.cancel(false);
      if (isUnused()) {
        Linger.add(this);
      }
    }

    private boolean isUnused() {
      return executor != null && executor.getQueue().isEmpty();
    }

    @Override
    public synchronized boolean endIfUnused() {
      if (executor == null || !isUnused()) {
        return false;
      }
      if (uses != usesBefore) {
        usesBefore = uses;
        return true;
      }
      executor.shutdown();
      executor = null;
      return false;
    }
  }

  private enum State {
    OPEN,
    EXCEEDED,
    CLOSED
  }

  private final SharedInterrupt interrupt = SharedInterrupt.join();
  private final String what;
  private Runnable cancel = () -> {};
  private State state = State.OPEN;

  private Deadline(String what) {
    this.what = what;
  }

  /// A deadline that is over after a time.
  ///
  /// @throws IllegalArgumentException if the limit is negative or over 292 years
  public static Deadline after(Duration limit) {
    Nanos.exact("the limit", limit);
    return begin(
        "the deadline of " + limit + " is over",
        deadline -> {
          Future<?> task = Clock.INSTANCE.after(limit, deadline::exceed);
          return () -> Clock.INSTANCE.cancel(task);
        });
  }

  /// A deadline that is over when a signal comes.
  ///
  /// @throws dev.signalman.ReservedSignalException if the signal is reserved
  /// @throws dev.signalman.SignalClaimedException if a self-pipe has it
  public static Deadline on(Signal signal) {
    return begin(
        signal.fullName() + " came",
        deadline -> Signals.handle(signal, info -> deadline.exceed())::close);
  }

  /// @param start begins to watch, and returns the action that ends the watch
  static Deadline begin(String what, Function<Deadline, Runnable> start) {
    Deadline deadline = new Deadline(what);
    try {
      deadline.cancel = start.apply(deadline);
      return deadline;
    } catch (Throwable e) {
      deadline.interrupt.leave();
      throw e;
    }
  }

  synchronized void exceed() {
    if (state == State.OPEN) {
      state = State.EXCEEDED;
      interrupt.request();
    }
  }

  /// Whether the time was over, or the signal came, during the work.
  public synchronized boolean isExceeded() {
    return state == State.EXCEEDED;
  }

  /// Ends the deadline. A second call does nothing.
  ///
  /// @throws DeadlineExceededException if this deadline interrupted the thread. If ending the watch
  ///   fails too, as the release of a signal may, that failure is added as suppressed; alone, it is
  ///   thrown itself
  /// @throws IllegalStateException if another thread calls it
  @Override
  public void close() {
    if (!interrupt.isOfThisThread()) {
      throw new IllegalStateException("a deadline is closed by the thread that it bounds");
    }
    FirstFailure failure = new FirstFailure();
    failure.of(cancel); // even if that fails, this thread must not be interrupted any more
    State last;
    synchronized (this) {
      last = state;
      state = State.CLOSED;
    }
    if (last != State.CLOSED) {
      interrupt.leave();
    }
    if (last == State.EXCEEDED) {
      interrupt.withdraw();
      failure.first(new DeadlineExceededException(what));
    }
    failure.rethrow();
  }
}
