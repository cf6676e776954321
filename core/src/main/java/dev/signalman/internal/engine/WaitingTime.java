package dev.signalman.internal.engine;

import java.util.function.LongSupplier;

/// How long somebody has waited for other threads, who looks at it again and again.
///
/// Between two looks no more than [#MOST] counts. If it was more, the process was stopped (SIGSTOP,
/// a debugger, a machine put to sleep) and its threads have had no chance to do anything either.
///
/// So what has passed is a least value. Where two looks are further apart because one takes so
/// long, as over thousands of threads, a limit is reached later by the clock, but it is reached:
/// each look counts.
final class WaitingTime {
  /// More than the looks are apart in a process that runs, on a machine that is not quite
  /// overloaded.
  static final long MOST = 20_000_000;

  private final LongSupplier clock;
  private long last;
  private long passed;

  /// Begins now.
  ///
  /// @param clock nanoseconds since some time
  WaitingTime(LongSupplier clock) {
    this.clock = clock;
    this.last = clock.getAsLong();
  }

  /// Nanoseconds until now, at least.
  long passed() {
    long now = clock.getAsLong();
    passed += Math.min(now - last, MOST);
    last = now;
    return passed;
  }
}
