package dev.signalman.time;

import dev.signalman.internal.kernel.Nanos;
import java.time.Duration;

/// The process's one alarm clock: when its time is over it sends [dev.signalman.Signal#ALRM] to
/// this process, as alarm(2) does, but with the microseconds of setitimer(2). It is
/// [IntervalTimer#REAL] under its everyday name.
///
/// ALRM ends a program that does not receive or ignore it; its shell then prints `Alarm clock`.
///
/// ```java
/// Signals.handle(Signal.ALRM, info -> System.out.println("time is up"));
/// Alarm.set(Duration.ofSeconds(10));
/// ```
public final class Alarm {
  private Alarm() {}

  /// Sets the clock, and replaces its previous setting.
  ///
  /// @param delay from now on; rounded up to a microsecond
  /// @return the time that was left of the previous setting, zero if there was none
  /// @throws IllegalArgumentException if the delay is zero, negative, or over 292 years
  public static Duration set(Duration delay) {
    Nanos.positive("the delay of an alarm", delay, "Alarm.cancel() stops it");
    return IntervalTimer.REAL.set(delay).left();
  }

  /// Stops the clock. A signal that it has already sent and that is still unread stays, and is
  /// dropped when its receiver is closed: see [IntervalTimer#cancel].
  ///
  /// @return the time that was left, zero if the clock was not running
  public static Duration cancel() {
    return IntervalTimer.REAL.cancel().left();
  }

  /// The time left until the signal, zero if the clock is not running.
  public static Duration remaining() {
    return IntervalTimer.REAL.get().left();
  }
}
