package dev.signalman.loop;

import dev.signalman.internal.kernel.Nanos;
import java.time.Duration;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// The timers of a loop, soonest first. Any thread may call all methods.
final class Timers {
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>((one, other) -> Long.signum(one.due() - other.due()));

  /// Longer delays are cut to this, 73 years, so that due times never lie too far apart to compare.
  private static final long LONGEST = Long.MAX_VALUE / 4;

  static long nanos(Duration delay) {
    return Math.min(Nanos.ofTimeout(delay), LONGEST);
  }

  synchronized void add(Timer timer) {
    timers.add(timer);
  }

  synchronized void clear() {
    timers.forEach(Timer::end);
    timers.clear();
  }

  synchronized void remove(Timer timer) {
    timer.end();
    timers.remove(timer);
  }

  /// The time until the soonest timer is due, in nanoseconds: 0 if it is due, [Nanos#FOREVER] if
  /// there is none.
  synchronized long untilNext(long now) {
    Timer next = timers.peek();
    return next == null ? Nanos.FOREVER : Math.max(0, next.due() - now);
  }

  /// Takes out the soonest timer if it is due. A periodic one is put back for the next time that
  /// lies in the future, so that times missed merge and the rate does not drift.
  synchronized @Nullable Timer takeDue(long now) {
    Timer next = timers.peek();
    if (next == null || next.due() - now > 0) {
      return null;
    }
    timers.poll();
    if (next.advance(now)) {
      timers.add(next);
    }
    return next;
  }
}
