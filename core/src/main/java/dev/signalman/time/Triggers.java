package dev.signalman.time;

import dev.signalman.SignalInfo;
import dev.signalman.internal.kernel.Uncaught;
import dev.signalman.signal.SelfPipe;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The signals of a [Ticker]: its thread reads them, and any thread may ask for the counts.
final class Triggers {
  /// More instances of a standard signal than can be there at one moment: one in the kernel, and
  /// those that one read of the pipe yields.
  private static final int MOST_STANDARD = 128;

  private static final long SHORTEST_DRAIN = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long LONGEST_DRAIN = TimeUnit.SECONDS.toNanos(1);

  private final SelfPipe pipe;
  private final int most;
  private final Predicate<SignalInfo> condition;
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private volatile @Nullable SignalInfo last;

  Triggers(SelfPipe pipe, boolean queued, Predicate<SignalInfo> condition) {
    this.pipe = pipe;
    this.most = queued ? Integer.MAX_VALUE : MOST_STANDARD;
    this.condition = condition;
  }

  /// Waits at most `nanos` for a signal and takes all that are there. A sender that never pauses
  /// must neither delay the tick that is due after `nanos` nor, for long, the run that it asks for:
  /// then some signals are left for the next call.
  ///
  /// @return whether one was accepted
  boolean await(long nanos) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException(); // a poll without waiting would not notice
    }
    long start = System.nanoTime();
    SignalInfo info = pipe.poll(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    if (info == null) {
      return false;
    }
    long tick = nanos - (System.nanoTime() - start);
    long end = System.nanoTime() + Math.clamp(tick, SHORTEST_DRAIN, LONGEST_DRAIN);
    boolean triggered = false;
    for (int i = 0; info != null; i++) {
      triggered |= take(info);
      info = i < most && System.nanoTime() - end < 0 ? pipe.poll() : null;
    }
    return triggered;
  }

  private boolean take(SignalInfo info) {
    if (!isAccepted(info)) {
      refused.incrementAndGet();
      return false;
    }
    last = info;
    accepted.incrementAndGet();
    return true;
  }

  private boolean isAccepted(SignalInfo info) {
    try {
      return condition.test(info);
    } catch (Throwable e) {
      Uncaught.report(e);
      return false;
    }
  }

  long accepted() {
    return accepted.get();
  }

  long refused() {
    return refused.get();
  }

  @Nullable SignalInfo last() {
    return last;
  }
}
