package dev.signalman.time;

import dev.signalman.Errno;
import dev.signalman.Signal;
import dev.signalman.internal.engine.OwnTimers;
import dev.signalman.internal.kernel.Nanos;
import dev.signalman.internal.portable.VmMode;
import dev.signalman.posix.Memory;
import dev.signalman.posix.TimeH;
import java.time.Duration;

/// The three interval timers that each process has (setitimer(2)), in microseconds. Each sends its
/// own signal to this process; the signal ends a program that does not receive or ignore it.
///
/// A timer is not inherited by child processes, and several expirations merge into one signal while
/// that is pending. The CPU timers count all threads, those of the garbage collector and the
/// compiler too.
///
/// ```java
/// Signals.handle(Signal.ALRM, info -> System.out.println("tick"));
/// IntervalTimer.REAL.set(Duration.ofSeconds(1), Duration.ofMillis(100));
/// ```
public enum IntervalTimer {
  /// Real time; sends [Signal#ALRM]. [Alarm] uses this timer too: setting one replaces the other.
  REAL(0, Signal.ALRM),
  /// CPU time that the process spends in its own code; sends [Signal#VTALRM].
  VIRTUAL(1, Signal.VTALRM),
  /// CPU time that the process spends, the kernel's work for it included; sends [Signal#PROF].
  PROF(2, Signal.PROF);

  /// Guards the kernel's timer together with the record of stopped timers.
  private static final Object LOCK = new Object();

  private final int which;
  private final Signal signal;

  IntervalTimer(int which, Signal signal) {
    this.which = which;
    this.signal = signal;
  }

  /// The signal that the timer sends.
  public Signal signal() {
    return signal;
  }

  /// Starts the timer for one expiration, in place of its previous setting.
  ///
  /// @param delay from now on; rounded up to a microsecond
  /// @return its previous setting
  /// @throws IllegalArgumentException if the delay is zero, negative or over 292 years
  public Setting set(Duration delay) {
    return set(delay, Duration.ZERO);
  }

  /// Starts the timer, in place of its previous setting.
  ///
  /// @param delay until the first expiration; rounded up to a microsecond
  /// @param interval between later ones; rounded up to a microsecond, zero for none
  /// @return its previous setting
  /// @throws IllegalArgumentException if the delay is zero, either is negative, or over 292 years
  public Setting set(Duration delay, Duration interval) {
    Nanos.positive("the delay", delay, "cancel() stops the timer");
    Nanos.exact("the interval", interval);
    return exchange(delay, interval);
  }

  /// Stops the timer. A signal that it has already sent and that is still unread stays, as with
  /// setitimer(2): a receiver of this library still reads it. If that receiver is closed first, the
  /// signal is dropped instead of taking its old action. A signal that native code sent by a timer
  /// of the same kind looks the same and is then dropped too. Without a receiver the signal takes
  /// its action, also when [dev.signalman.signal.SignalMask] blocks it now and unblocks it later.
  ///
  /// @return its previous setting
  public Setting cancel() {
    return exchange(Duration.ZERO, Duration.ZERO);
  }

  /// The present setting of the timer.
  public Setting get() {
    VmMode.requireNative("timers that send signals (Alarm, IntervalTimer)");
    Memory present = Memory.allocate(TimeH.ITIMERVAL_SIZE);
    check(TimeH.getitimer(which, present), "getitimer");
    return setting(present);
  }

  private Setting exchange(Duration delay, Duration interval) {
    VmMode.requireNative("timers that send signals (Alarm, IntervalTimer)");
    Memory next = Memory.allocate(TimeH.ITIMERVAL_SIZE);
    put(next, TimeH.VALUE_SECONDS, TimeH.VALUE_MICROS, delay);
    put(next, TimeH.INTERVAL_SECONDS, TimeH.INTERVAL_MICROS, interval);
    Memory previous = Memory.allocate(TimeH.ITIMERVAL_SIZE);
    synchronized (LOCK) {
      if (!delay.isZero()) {
        OwnTimers.starts(signal); // first, so that its signals do not count as a stopped timer's
      }
      check(TimeH.setitimer(which, next, previous), "setitimer");
      if (delay.isZero()) {
        OwnTimers.stopped(signal);
      }
    }
    return setting(previous);
  }

  /// Rounded up, so that a timer never expires early and a nanosecond is not "stopped".
  private static void put(Memory timer, int seconds, int micros, Duration time) {
    Duration rounded = time.plusNanos(999);
    timer.putLong(seconds, rounded.toSeconds()).putLong(micros, rounded.toNanosPart() / 1_000);
  }

  private static Setting setting(Memory timer) {
    return new Setting(
        time(timer, TimeH.VALUE_SECONDS, TimeH.VALUE_MICROS),
        time(timer, TimeH.INTERVAL_SECONDS, TimeH.INTERVAL_MICROS));
  }

  private static Duration time(Memory timer, int seconds, int micros) {
    return Duration.ofSeconds(timer.getLong(seconds), timer.getLong(micros) * 1_000);
  }

  private void check(int result, String call) {
    if (result < 0) {
      throw new IllegalStateException(call + "(ITIMER_" + name() + "): " + new Errno(-result));
    }
  }
}
