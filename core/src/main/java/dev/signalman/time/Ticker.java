package dev.signalman.time;

import dev.signalman.PosixException;
import dev.signalman.ReceiverClosedException;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.posix.PrctlH;
import dev.signalman.signal.SelfPipe;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
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
///   fall due while one is going on merge into one, and [#missed] counts the others.
/// - However many triggers arrive during a run, exactly one further run follows.
/// - A run that throws goes to the thread's uncaught-exception handler, and the next one still
///   comes.
/// - Waiting costs no CPU, and a tick allocates nothing.
///
/// From start to [#close] the signal belongs to the ticker, as to a [SelfPipe].
public final class Ticker implements AutoCloseable {
  private final SelfPipe pipe;
  private final long period;
  private final Predicate<SignalInfo> accepted;
  private final boolean restarts;
  private final Runnable work;
  private final AtomicLong runs = new AtomicLong();
  private final AtomicLong triggers = new AtomicLong();
  private final AtomicLong missed = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private volatile @Nullable SignalInfo lastTrigger;

  private Ticker(Builder builder, Runnable work) throws PosixException {
    this.period = builder.period.toNanos();
    this.accepted = builder.accepted;
    this.restarts = builder.restarts;
    this.work = work;
    this.pipe = SelfPipe.open(builder.signal);
  }

  /// Begins the description of a ticker.
  ///
  /// @throws IllegalArgumentException if the period is zero, negative or over 292 years
  public static Builder every(Duration period) {
    return new Builder(Delays.positive("period", period, "a ticker without one is a SelfPipe"));
  }

  /// What a ticker shall do. Each method changes this object and returns it.
  public static final class Builder {
    private final Duration period;
    private Signal signal = Signal.ALRM;
    private Predicate<SignalInfo> accepted = info -> true;
    private boolean restarts;
    private boolean immediately;

    private Builder(Duration period) {
      this.period = period;
    }

    /// Which signal triggers a run; ALRM unless said otherwise.
    public Builder on(Signal signal) {
      this.signal = signal;
      return this;
    }

    /// Only triggers for which this holds count, see [Senders]; the others are counted in
    /// [Ticker#refused].
    public Builder acceptIf(Predicate<SignalInfo> condition) {
      this.accepted = condition;
      return this;
    }

    /// Each trigger starts the period anew.
    public Builder restartOnTrigger() {
      this.restarts = true;
      return this;
    }

    /// The first run is due at once, not after one period.
    public Builder immediately() {
      this.immediately = true;
      return this;
    }

    /// Starts the ticker in a thread of its own, which keeps the VM alive.
    ///
    /// @throws dev.signalman.ReservedSignalException if the signal is not to be had
    /// @throws dev.signalman.SignalClaimedException if somebody else has it
    /// @throws PosixException if the process is out of descriptors
    public Ticker start(Runnable work) throws PosixException {
      Ticker ticker = new Ticker(this, work);
      Thread.ofPlatform().name("signalman-ticker").start(() -> ticker.runQuietly(immediately));
      return ticker;
    }
  }

  private void runQuietly(boolean immediately) {
    // The kernel may delay a thread's timeouts by this much to save wake-ups; 50 us by default.
    PrctlH.prctl(PrctlH.PR_SET_TIMERSLACK, 1);
    try {
      loop(System.nanoTime() + (immediately ? 0 : period));
    } catch (ReceiverClosedException | InterruptedException _) {
      pipe.close(); // the two ways to end a ticker: close(), or work that interrupts its own thread
    }
  }

  private void loop(long first) throws InterruptedException {
    long next = first;
    while (true) {
      boolean triggered = awaitTriggers(next - System.nanoTime());
      long now = System.nanoTime();
      if (now - next >= 0) {
        long late = (now - next) / period;
        missed.addAndGet(late);
        next += (late + 1) * period;
      } else if (!triggered) {
        continue;
      }
      if (triggered && restarts) {
        next = now + period;
      }
      run();
    }
  }

  /// Waits at most `nanos`, and takes all signals that are there.
  private boolean awaitTriggers(long nanos) throws InterruptedException {
    boolean triggered = false;
    SignalInfo info = pipe.poll(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    while (info != null) {
      if (accepted.test(info)) {
        triggered = true;
        triggers.incrementAndGet();
        lastTrigger = info;
      } else {
        refused.incrementAndGet();
      }
      info = pipe.poll();
    }
    return triggered;
  }

  private void run() {
    runs.incrementAndGet();
    try {
      work.run();
    } catch (Throwable e) {
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    }
  }

  /// How often the work was begun.
  public long runs() {
    return runs.get();
  }

  /// How many triggers were accepted.
  public long triggers() {
    return triggers.get();
  }

  /// How many triggers were refused by the condition of [Builder#acceptIf].
  public long refused() {
    return refused.get();
  }

  /// How many periods passed without a run of their own because one was going on.
  public long missed() {
    return missed.get();
  }

  /// The trigger that was accepted last, or null.
  public @Nullable SignalInfo lastTrigger() {
    return lastTrigger;
  }

  /// Whether it has not been closed.
  public boolean isOpen() {
    return pipe.isOpen();
  }

  /// Ends it; no run begins any more. A run that is going on goes on to its end. The signal does
  /// again what it did before.
  @Override
  public void close() {
    pipe.close();
  }
}
