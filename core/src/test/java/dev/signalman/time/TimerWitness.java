package dev.signalman.time;

import java.time.Duration;
import java.util.function.Supplier;

/// Knows between which two moments a timer was set, and so between which bounds its answers must
/// lie, however long this thread is held up.
final class TimerWitness {
  /// Timers round up, by at most this.
  private static final Duration ROUNDING = Duration.ofNanos(1_000);

  private final Duration time;
  private final long before;
  private final long after;

  private TimerWitness(Duration time, long before, long after) {
    this.time = time;
    this.before = before;
    this.after = after;
  }

  static TimerWitness of(Duration time, Runnable set) {
    long before = System.nanoTime();
    set.run();
    return new TimerWitness(time, before, System.nanoTime());
  }

  /// Says "fits" if what the timer says is left can be true.
  String asked(Supplier<Duration> question) {
    long asked = System.nanoTime();
    Duration left = question.get();
    Duration least = time.minusNanos(System.nanoTime() - before);
    Duration most = time.minusNanos(asked - after).plus(ROUNDING);
    return left.compareTo(least) >= 0 && left.compareTo(most) <= 0
        ? "fits"
        : left + " is not between " + least + " and " + most;
  }

  /// Says "in time" unless the time cannot be over yet.
  String expired() {
    long elapsed = System.nanoTime() - before;
    return elapsed >= time.toNanos() ? "in time" : "early: " + Duration.ofNanos(elapsed);
  }
}
