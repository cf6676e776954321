package dev.signalman.time;

import dev.signalman.Errno;
import dev.signalman.posix.Memory;
import dev.signalman.posix.NativeAccess;
import dev.signalman.posix.TimeH;
import java.time.Duration;

/// The process's one alarm clock: sends [dev.signalman.Signal#ALRM] to this process when it runs
/// down, as alarm(2) does, in microseconds as setitimer(2).
///
/// A program that does nothing about ALRM is ended by it, with the words `Alarm clock` from its
/// shell.
///
/// ```java
/// Signals.handle(Signal.ALRM, info -> System.out.println("time is up"));
/// Alarm.set(Duration.ofSeconds(10));
/// ```
public final class Alarm {
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private Alarm() {}

  /// Winds the clock, in place of what it was set to.
  ///
  /// @param delay from now on; rounded up to a microsecond
  /// @return what was left of the previous setting, zero if there was none
  /// @throws IllegalArgumentException if the delay is zero, negative, or over 100 years
  public static Duration set(Duration delay) {
    if (delay.isNegative() || delay.isZero()) {
      throw new IllegalArgumentException(
          "an alarm needs a delay above zero, not " + delay + "; Alarm.cancel() stops it");
    }
    if (delay.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("an alarm can be at most 100 years away, not " + delay);
    }
    return exchange(delay);
  }

  /// Stops the clock.
  ///
  /// @return what was left, zero if it was not running
  public static Duration cancel() {
    return exchange(Duration.ZERO);
  }

  /// What is left until the signal, zero if the clock is not running.
  public static Duration remaining() {
    NativeAccess.require();
    Memory present = Memory.allocate(TimeH.ITIMERVAL_SIZE);
    check(TimeH.getitimer(TimeH.ITIMER_REAL, present), "getitimer");
    return value(present);
  }

  private static Duration exchange(Duration delay) {
    NativeAccess.require();
    Duration rounded = delay.plusNanos(999);
    Memory next =
        Memory.allocate(TimeH.ITIMERVAL_SIZE)
            .putLong(TimeH.VALUE_SECONDS, rounded.toSeconds())
            .putLong(TimeH.VALUE_MICROS, rounded.toNanosPart() / 1_000);
    Memory previous = Memory.allocate(TimeH.ITIMERVAL_SIZE);
    check(TimeH.setitimer(TimeH.ITIMER_REAL, next, previous), "setitimer");
    return value(previous);
  }

  private static Duration value(Memory timer) {
    return Duration.ofSeconds(timer.getLong(TimeH.VALUE_SECONDS))
        .plusNanos(timer.getLong(TimeH.VALUE_MICROS) * 1_000);
  }

  private static void check(int result, String call) {
    if (result < 0) {
      throw new IllegalStateException(call + "(ITIMER_REAL): " + new Errno(-result));
    }
  }
}
