package dev.signalman.time;

import dev.signalman.Signal;
import dev.signalman.internal.engine.DaemonThread;
import dev.signalman.internal.engine.FirstFailure;
import dev.signalman.internal.engine.Linger;
import dev.signalman.signal.Signals;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
/// left behind, but for one that somebody else had sent when the time was over. Deadlines nest: the
/// interrupt of an outer one is still there when an inner one that is over too has been closed.
///
/// Limit: it ends calls that `Thread.interrupt()` ends. On a platform thread that leaves out
/// `java.net.Socket` and `System.in`; on a virtual thread sockets are ended too. A channel that is
/// interrupted in a read is closed by that.
public final class Deadline implements AutoCloseable {
  /// One thread for all that are bounded by a time.
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

  /// Bounds the work by a time.
  ///
  /// @throws IllegalArgumentException if the limit is negative or over 292 years
  public static Deadline after(Duration limit) {
    Delays.notNegative("limit", limit);
    return begin(
        "the deadline of " + limit + " is over",
        deadline -> {
          Future<?> task = Clock.INSTANCE.after(limit, deadline::exceed);
          return () -> Clock.INSTANCE.cancel(task);
        });
  }

  /// Bounds the work by a signal.
  ///
  /// @throws dev.signalman.ReservedSignalException if the signal is not to be had
  /// @throws dev.signalman.SignalClaimedException if a self-pipe has it
  public static Deadline on(Signal signal) {
    return begin(
        signal.fullName() + " came",
        deadline -> Signals.handle(signal, info -> deadline.exceed())::close);
  }

  /// @param start begins to watch and returns what ends the watching
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

  /// Whether the time is over, or the signal came, while the work was going on.
  public synchronized boolean isExceeded() {
    return state == State.EXCEEDED;
  }

  /// Ends the bound. A second call does nothing.
  ///
  /// @throws DeadlineExceededException if the thread was interrupted on its behalf; what ending the
  ///   watch has thrown, as the release of a signal may, is suppressed in it, and else thrown
  /// @throws IllegalStateException if another thread calls it
  @Override
  public void close() {
    if (!interrupt.isOfThisThread()) {
      throw new IllegalStateException("a deadline is closed by the thread that it bounds");
    }
    FirstFailure failure = new FirstFailure();
    failure.of(cancel); // whatever comes of it, this thread shall not be interrupted any more
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
