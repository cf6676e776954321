package dev.signalman.time;

import dev.signalman.Errno;
import dev.signalman.internal.portable.VmMode;
import dev.signalman.posix.Memory;
import dev.signalman.posix.TimerH;
import java.time.Duration;

/// A clock that a [SignalTimer] can use (clock_gettime(2)).
public enum TimerClock {
  /// Time since some start, without jumps; it stops while the machine sleeps. `System.nanoTime()`
  /// shows this clock.
  MONOTONIC(TimerH.CLOCK_MONOTONIC),
  /// The wall clock, which may be set; its times count from 1970, so that `Instant`s suit it.
  REALTIME(TimerH.CLOCK_REALTIME),
  /// The same as [#MONOTONIC], but it also runs while the machine sleeps.
  BOOTTIME(TimerH.CLOCK_BOOTTIME),
  /// CPU time of all threads of this process.
  PROCESS_CPU(TimerH.CLOCK_PROCESS_CPUTIME_ID),
  /// CPU time of the platform thread that makes the timer.
  THREAD_CPU(TimerH.CLOCK_THREAD_CPUTIME_ID);

  private final int id;

  TimerClock(int id) {
    this.id = id;
  }

  int id() {
    return id;
  }

  /// The time on this clock; for [#THREAD_CPU], that of the calling platform thread.
  ///
  /// @throws UnsupportedOperationException if the kernel lacks the clock, or for [#THREAD_CPU] on a
  ///   virtual thread
  public Duration now() {
    VmMode.requireNative("clocks of timers (TimerClock)");
    checkThread();
    Memory time = Memory.allocate(TimerH.TIMESPEC_SIZE);
    int result = TimerH.clock_gettime(id, time);
    if (result < 0) {
      throw new UnsupportedOperationException(
          "this kernel has no clock " + this + ": " + new Errno(-result));
    }
    return Duration.ofSeconds(time.getLong(0), time.getLong(8));
  }

  void checkThread() {
    if (this == THREAD_CPU && Thread.currentThread().isVirtual()) {
      throw new UnsupportedOperationException(
          "a virtual thread has no CPU clock of its own; use a platform thread");
    }
  }
}
