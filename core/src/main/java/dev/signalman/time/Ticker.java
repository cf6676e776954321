package dev.signalman.time;

import dev.signalman.PosixException;
import dev.signalman.ReceiverClosedException;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.internal.kernel.DaemonThread;
import dev.signalman.internal.kernel.Nanos;
import dev.signalman.internal.kernel.Uncaught;
import dev.signalman.posix.PrctlH;
import dev.signalman.signal.SelfPipe;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Periodic work that any process can also trigger by a signal: `kill -ALRM pid`.
///
/// ```java
/// Ticker ticker =
///     Ticker.every(Duration.ofSeconds(10)).on(Signal.ALRM).immediately().start(() -> backUp());
/// ```
///
/// Guarantees:
///
/// - Runs never overlap and never nest: each begins after the one before has ended.
/// - The rate is fixed: run n is due at start + n periods, however long the runs take. Runs that
///   fall due during another run merge into one, and [#missed] counts the others.
/// - However many triggers arrive during a run, exactly one further run follows.
/// - An exception of a run or a condition goes to the thread's uncaught-exception handler, and the
///   next run still comes.
/// - Waiting costs no CPU, and a tick allocates nothing.
///
/// From start to [#close] the signal belongs to the ticker, as to a [SelfPipe]. Work that leaves
/// its thread interrupted closes the ticker too.
public final class Ticker implements AutoCloseable {
  /// The nanoseconds by which the kernel may delay the thread's timeouts to save wake-ups; 50,000
  /// by default.
  private static final long SLACK = 1;

  private final SelfPipe pipe;
  private final long period;
  private final boolean restarts;
  private final Runnable work;
  private final Triggers triggers;
  private final AtomicLong runs = new AtomicLong();
  private final AtomicLong missed = new AtomicLong();
  private final Object gate = new Object();
  private volatile long next;
  private boolean closed;

  /// Whether the thread's timer slack is set to [#SLACK].
  private boolean exact;

  private Ticker(Builder builder, Runnable work) throws PosixException {
    this.period = builder.period;
    this.restarts = builder.restarts;
    this.work = Objects.requireNonNull(work, "work");
    this.pipe = SelfPipe.open(builder.signal);
    this.triggers = new Triggers(pipe, builder.signal.isRealTime(), builder.accepted);
    this.next = System.nanoTime() + (builder.immediately ? 0 : period);
  }

  /// Begins the description of a ticker.
  ///
  /// @throws IllegalArgumentException if the period is zero, negative or over 292 years
  public static Builder every(Duration period) {
    return new Builder(Nanos.positive("the period", period, "a ticker without one is a SelfPipe"));
  }

  /// The description of a ticker. Each method changes this object and returns it.
  public static final class Builder {
    private final long period;
    private Signal signal = Signal.ALRM;
    private Predicate<SignalInfo> accepted = info -> true;
    private boolean restarts;
    private boolean immediately;

    private Builder(long period) {
      this.period = period;
    }

    /// Sets the signal that triggers a run; ALRM unless set.
    public Builder on(Signal signal) {
      this.signal = Objects.requireNonNull(signal, "signal");
      return this;
    }

    /// Accepts only triggers for which the condition holds, see [dev.signalman.signal.Senders];
    /// [Ticker#refused] counts the others.
    public Builder acceptIf(Predicate<SignalInfo> condition) {
      this.accepted = Objects.requireNonNull(condition, "condition");
      return this;
    }

    /// Makes the period begin again with each trigger.
    public Builder restartOnTrigger() {
      this.restarts = true;
      return this;
    }

    /// Makes the first run due at once, not after one period.
    public Builder immediately() {
      this.immediately = true;
      return this;
    }

    /// Starts the ticker in a thread of its own, which keeps the VM alive. It has the context class
    /// loader of the calling thread, and no inheritable thread-locals.
    ///
    /// @throws dev.signalman.ReservedSignalException if the signal is reserved
    /// @throws dev.signalman.SignalClaimedException if another receiver has it
    /// @throws PosixException if the process is out of descriptors
    public Ticker start(Runnable work) throws PosixException {
      Ticker ticker = new Ticker(this, work);
      try {
        Thread thread = DaemonThread.lasting("signalman-ticker", ticker::turn);
        thread.setDaemon(false);
        thread.setContextClassLoader(Thread.currentThread().getContextClassLoader()); // the work's
        thread.start();
        return ticker;
      } catch (Throwable e) {
        ticker.close(); // no thread could be started
        throw e;
      }
    }
  }

  private boolean turn() {
    try {
      awaitNext();
      return true;
    } catch (ReceiverClosedException | InterruptedException _) { // the two ways to end a ticker
      close();
      return false;
    }
  }

  private void awaitNext() throws InterruptedException {
    if (!exact) {
      PrctlH.setTimerSlack(SLACK);
      exact = true;
    }
    long due = next;
    boolean triggered = triggers.await(due - System.nanoTime());
    long now = System.nanoTime();
    if (now - due >= 0) {
      missed.addAndGet((now - due) / period);
      due = Nanos.nextDue(due, period, now);
    } else if (!triggered) {
      return;
    }
    next = triggered && restarts ? now + period : due;
    run();
  }

  private void run() {
    synchronized (gate) {
      if (closed) {
        return;
      }
      runs.incrementAndGet();
    }
    PrctlH.setTimerSlack(0); // threads and children that the work starts would inherit it
    try {
      work.run();
    } catch (Throwable e) {
      Uncaught.report(e);
    } finally {
      PrctlH.setTimerSlack(SLACK);
    }
  }

  /// The number of runs that have begun.
  public long runs() {
    return runs.get();
  }

  /// The number of accepted triggers.
  public long triggers() {
    return triggers.accepted();
  }

  /// The number of triggers that the condition of [Builder#acceptIf] refused.
  public long refused() {
    return triggers.refused();
  }

  /// The number of periods that had no run of their own because another run was in progress.
  public long missed() {
    return missed.get();
  }

  /// The time until the next run is due without a trigger; zero if one waits for the present run to
  /// end.
  public Duration untilNext() {
    return Duration.ofNanos(Math.max(0, next - System.nanoTime()));
  }

  /// The trigger that was accepted last, or null.
  public @Nullable SignalInfo lastTrigger() {
    return triggers.last();
  }

  /// Whether the ticker has not been closed.
  public boolean isOpen() {
    return pipe.isOpen();
  }

  /// Ends the ticker: no further run begins, and a run in progress finishes. The signal does again
  /// what it did before.
  @Override
  public void close() {
    synchronized (gate) {
      closed = true;
    }
    pipe.close();
  }
}
