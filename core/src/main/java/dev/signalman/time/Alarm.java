package dev.signalman.time;

import java.time.Duration;

/// The process's one alarm clock: sends [dev.signalman.Signal#ALRM] to this process when it runs
/// down, as alarm(2) does, in microseconds as setitimer(2). It is [IntervalTimer#REAL] under its
/// everyday name.
///
/// A program that does nothing about ALRM is ended by it, with the words `Alarm clock` from its
/// shell.
///
/// ```java
/// Signals.handle(Signal.ALRM, info -> System.out.println("time is up"));
/// Alarm.set(Duration.ofSeconds(10));
/// ```
public final class Alarm {
  private Alarm() {}

  /// Winds the clock, in place of what it was set to.
  ///
  /// @param delay from now on; rounded up to a microsecond
  /// @return what was left of the previous setting, zero if there was none
  /// @throws IllegalArgumentException if the delay is zero, negative, or over 292 years
  public static Duration set(Duration delay) {
    Delays.positive("delay of an alarm", delay, "Alarm.cancel() stops it");
    return IntervalTimer.REAL.set(delay).left();
  }

  /// Stops the clock. A signal that it has sent before and that nobody has read yet stays, and is
  /// dropped when the receiver that has it is closed: see [IntervalTimer#cancel].
  ///
  /// @return what was left, zero if it was not running
  public static Duration cancel() {
    return IntervalTimer.REAL.cancel().left();
  }

  /// What is left until the signal, zero if the clock is not running.
  public static Duration remaining() {
    return IntervalTimer.REAL.get().left();
  }
}
