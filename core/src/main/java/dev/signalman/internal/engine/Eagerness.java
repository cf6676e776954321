package dev.signalman.internal.engine;

import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/// Looks again and again for a moment before a thread goes to sleep, as long as that is of use.
///
/// Who answers at once is faster than the scheduler, which takes longest where the sleeper's CPU
/// has to be woken too. A look in vain costs up to a moment of CPU time; then there is none for a
/// multiple of that: at first 64 times, twice as many after each that was in vain, up to 4096, and
/// half as many after each that was of use, down to 16. For one thread at a time.
final class Eagerness {
  /// About what it takes to put a thread to sleep and to wake it on another CPU of a virtual
  /// machine, twice: there and back.
  private static final long MOMENT = 50_000;

  /// No question takes that long, unless somebody else had this CPU meanwhile, perhaps who is to
  /// answer. The first one may, with all caches cold.
  private static final long GAP = 5_000;

  private static final int PRICE = 6; // 1/64 of the time, as a shift
  private static final int HIGHEST_PRICE = PRICE + 6;

  /// Not less: then the interrupts of a busy CPU, some hundred a second, cost no more than a few
  /// looks each.
  private static final int LOWEST_PRICE = PRICE - 2;

  private final IntSupplier look;
  private final LongSupplier clock;
  private int price = PRICE;
  private long spent;
  private long next;

  /// @param look counts what there is, without waiting
  /// @param clock in nanoseconds
  Eagerness(IntSupplier look, LongSupplier clock) {
    this.look = look;
    this.clock = clock;
    this.next = clock.getAsLong();
  }

  /// Looks until there is something, if that is likely and within the time.
  ///
  /// @param nanos how long the wait may take, or [Poller#FOREVER]
  /// @return how much there is
  int look(long nanos) {
    spent = 0;
    long begin = clock.getAsLong();
    if (begin - next < 0 || (nanos != Poller.FOREVER && nanos <= MOMENT)) {
      return 0;
    }
    long now = begin;
    int found;
    boolean late;
    do {
      Thread.onSpinWait();
      found = look.getAsInt();
      long before = now;
      now = clock.getAsLong();
      late = (before != begin && now - before > GAP) || now - begin > MOMENT;
    } while (found == 0 && !late);
    spent = now - begin;
    if (late) { // even if there is something at last: it would not have been later
      next = now + (Math.min(spent, MOMENT) << price);
      price = Math.min(HIGHEST_PRICE, price + 1);
    } else {
      price = Math.max(LOWEST_PRICE, Math.min(PRICE, price) - 1);
    }
    return found;
  }

  /// What is left of a wait after the last look.
  long left(long nanos) {
    return nanos == Poller.FOREVER ? nanos : Math.max(0, nanos - spent);
  }
}
