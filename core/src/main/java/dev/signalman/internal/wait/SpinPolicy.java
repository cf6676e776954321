package dev.signalman.internal.wait;

import dev.signalman.internal.kernel.Nanos;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/// Lets a thread poll for a moment before it sleeps, as long as that helps.
///
/// An immediate answer comes faster than the scheduler can wake a sleeper, above all if its CPU
/// sleeps too. An unsuccessful poll costs up to a moment of CPU time. After it there is no poll for
/// a multiple of that time: at first 64 times; the factor doubles after each unsuccessful poll, up
/// to 4096, and halves after each successful one, down to 16. For one thread at a time.
final class SpinPolicy {
  /// About twice the time to put a thread to sleep and to wake it on another CPU of a virtual
  /// machine: once for each direction.
  private static final long MOMENT = 50_000;

  /// No single check takes that long, unless another thread had this CPU meanwhile, perhaps the one
  /// that has to answer. The first check may, with cold caches.
  private static final long GAP = 5_000;

  private static final int PRICE = 6; // 1/64 of the time, as a shift
  private static final int HIGHEST_PRICE = PRICE + 6;

  /// The lower bound: then the interrupts of a busy CPU, some hundred a second, cost no more than a
  /// few polls each.
  private static final int LOWEST_PRICE = PRICE - 2;

  private final IntSupplier poll;
  private final LongSupplier clock;
  private int price = PRICE;
  private long spent;
  private long next;

  /// @param poll counts the events that are there, without waiting
  /// @param clock the time in nanoseconds
  SpinPolicy(IntSupplier poll, LongSupplier clock) {
    this.poll = poll;
    this.clock = clock;
    this.next = clock.getAsLong();
  }

  /// Polls until there is an event, if one is likely to come within the time.
  ///
  /// @param nanos how long the wait may take, or [Nanos#FOREVER]
  /// @return the number of events
  int spin(long nanos) {
    spent = 0;
    long begin = clock.getAsLong();
    if (begin - next < 0 || (nanos != Nanos.FOREVER && nanos <= MOMENT)) {
      return 0;
    }
    long now = begin;
    int found;
    boolean late;
    do {
      Thread.onSpinWait();
      found = poll.getAsInt();
      long before = now;
      now = clock.getAsLong();
      late = (before != begin && now - before > GAP) || now - begin > MOMENT;
    } while (found == 0 && !late);
    spent = now - begin;
    if (late) { // even with an event at last: sleeping would have been as fast
      next = now + (Math.min(spent, MOMENT) << price);
      price = Math.min(HIGHEST_PRICE, price + 1);
    } else {
      price = Math.max(LOWEST_PRICE, Math.min(PRICE, price) - 1);
    }
    return found;
  }

  /// The time that is left of a wait after the last poll.
  long left(long nanos) {
    return nanos == Nanos.FOREVER ? nanos : Math.max(0, nanos - spent);
  }
}
