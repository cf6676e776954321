package dev.signalman.internal.engine;

import java.util.function.LongSupplier;

/// The time that a caller has waited for other threads, measured at repeated checks.
///
/// At most [#MOST] counts between two checks. If it was more, the process was stopped (SIGSTOP, a
/// debugger, a sleeping machine) and its threads could not do anything either.
///
/// So the time passed is a lower bound. If checks are further apart because each takes long, as
/// with thousands of threads, a limit is reached later by the clock, but it is reached: each check
/// counts.
final class WaitingTime {
  /// More than the time between checks in a running process, on a machine that is not fully
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

  /// The nanoseconds until now, at least.
  long passed() {
    long now = clock.getAsLong();
    passed += Math.min(now - last, MOST);
    last = now;
    return passed;
  }
}
