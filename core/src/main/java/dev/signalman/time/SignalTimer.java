package dev.signalman.time;

import dev.signalman.Errno;
import dev.signalman.Ownership;
import dev.signalman.PosixException;
import dev.signalman.ReservedSignalException;
import dev.signalman.Signal;
import dev.signalman.internal.engine.OwnTimers;
import dev.signalman.internal.kernel.Nanos;
import dev.signalman.internal.portable.VmMode;
import dev.signalman.posix.ErrnoH;
import dev.signalman.posix.Memory;
import dev.signalman.posix.TimerH;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/// A timer that sends this process a signal with a value (timer_create(2)), once or periodically. A
/// process may have hundreds.
///
/// Each expiration arrives as a [dev.signalman.SignalInfo] with cause TIMER, the [#id] and the
/// value. At most one signal of a timer is pending at a time: further expirations are counted in
/// `overrun()` of the delivery. No timer expires early. Claim the signal first: otherwise it takes
/// its default action.
///
/// ```java
/// try (SelfPipe pipe = SelfPipe.open(Signal.RT1);
///     SignalTimer timer = SignalTimer.create(TimerClock.MONOTONIC, Signal.RT1, 7)) {
///   timer.start(Duration.ofMillis(10), Duration.ofMillis(10));
///   SignalInfo info = pipe.take();   // value() == 7, overrun() == 0 if it was taken in time
/// }
/// ```
///
/// Child processes do not inherit timers. May be used by any thread.
public final class SignalTimer implements AutoCloseable {
  private static final int CLOSED = -1;

  private final TimerClock clock;
  private final Signal signal;
  private final long value;
  private int id;

  private SignalTimer(TimerClock clock, Signal signal, long value, int id) {
    this.clock = clock;
    this.signal = signal;
    this.value = value;
    this.id = id;
  }

  /// Makes a timer, which is stopped until it is started.
  ///
  /// @param value the value that arrives with each of its signals
  /// @throws ReservedSignalException if no program can receive the signal
  /// @throws UnsupportedOperationException if the kernel lacks the clock, or for
  ///   [TimerClock#THREAD_CPU] on a virtual thread
  /// @throws PosixException EAGAIN if this user has as many timers and queued signals as allowed
  ///   (`RLIMIT_SIGPENDING`); the message says how many
  public static SignalTimer create(TimerClock clock, Signal signal, long value)
      throws PosixException {
    Objects.requireNonNull(clock, "clock");
    if (!Ownership.receivable(signal)) {
      throw new ReservedSignalException(
          signal, "be sent by a timer", Ownership.of(signal).reason());
    }
    clock.checkThread();
    VmMode.requireNative("timers that send signals (SignalTimer)");
    Memory event =
        Memory.allocate(TimerH.SIGEVENT_SIZE)
            .putLong(TimerH.SIGEV_VALUE, value)
            .putInt(TimerH.SIGEV_SIGNO, signal.number());
    Memory id = Memory.allocate(4);
    int result = TimerH.timer_create(clock.id(), event, id);
    if (result == -ErrnoH.EINVAL) {
      throw new UnsupportedOperationException("this kernel has no timers on the clock " + clock);
    }
    if (result < 0) {
      String limit = result == -ErrnoH.EAGAIN ? " " + QueueLimit.describe() : "";
      throw new PosixException(
          "timer_create(" + clock + ", " + signal + ")" + limit, new Errno(-result));
    }
    return new SignalTimer(clock, signal, value, id.getInt(0));
  }

  /// The kernel's id of the timer, as in [dev.signalman.SignalInfo#timerId()].
  public synchronized int id() {
    checkOpen();
    return id;
  }

  /// The clock of the timer.
  public TimerClock clock() {
    return clock;
  }

  /// The signal that the timer sends.
  public Signal signal() {
    return signal;
  }

  /// The value that it sends with the signal.
  public long value() {
    return value;
  }

  /// Starts the timer for one expiration, in place of its previous setting.
  ///
  /// @param delay from now on; zero means at once
  /// @return its previous setting
  /// @throws IllegalArgumentException if the delay is negative or over 292 years; the timer is left
  ///   as it was
  /// @throws IllegalStateException if it is closed, or the thread whose CPU time it measures has
  ///   ended
  public Setting start(Duration delay) {
    return start(delay, Duration.ZERO);
  }

  /// Starts the timer, in place of its previous setting.
  ///
  /// @param delay until the first expiration; zero means at once
  /// @param interval between later ones; zero for none
  /// @return its previous setting
  /// @throws IllegalArgumentException if one is negative or over 292 years; the timer is left as it
  ///   was
  /// @throws IllegalStateException if it is closed, or the thread whose CPU time it measures has
  ///   ended
  public Setting start(Duration delay, Duration interval) {
    Nanos.exact("the delay", delay);
    Nanos.exact("the interval", interval);
    return begin(0, atLeastOneNano(delay), interval);
  }

  /// Starts it for a time on its clock, for instance `clock().now().plusSeconds(5)`. A time in the
  /// past expires at once. If the clock is a wall clock and is set, the expiration follows it.
  ///
  /// @param time of the first expiration
  /// @param interval between later ones; zero for none
  /// @return its previous setting
  /// @throws IllegalArgumentException if one is negative or over 292 years; the timer is left as it
  ///   was
  /// @throws IllegalStateException if it is closed
  public Setting startAt(Duration time, Duration interval) {
    Nanos.exact("the time", time);
    Nanos.exact("the interval", interval);
    return begin(TimerH.TIMER_ABSTIME, atLeastOneNano(time), interval);
  }

  /// Starts it for a moment of the wall clock. A moment in the past expires at once.
  ///
  /// @return its previous setting
  /// @throws IllegalArgumentException if it is before 1970 or after 2262
  /// @throws IllegalStateException if its clock is not [TimerClock#REALTIME], or it is closed
  public Setting startAt(Instant moment) {
    if (clock != TimerClock.REALTIME) {
      throw new IllegalStateException(
          "a timer by the clock " + clock + " knows no wall-clock time");
    }
    return startAt(Duration.between(Instant.EPOCH, moment), Duration.ZERO);
  }

  /// The kernel takes zero for "stop".
  private static Duration atLeastOneNano(Duration time) {
    return time.isZero() ? Duration.ofNanos(1) : time;
  }

  /// Stops the timer; it can be started again. Kernels from 6.13 on drop a signal that is still
  /// pending; under older ones it still arrives. The same holds when a running timer is started
  /// again. An unread signal is dropped when its receiver is closed.
  ///
  /// @return its previous setting
  /// @throws IllegalStateException if it is closed
  public synchronized Setting stop() {
    Setting before = exchange(0, Duration.ZERO, Duration.ZERO);
    OwnTimers.stopped(id);
    return before;
  }

  /// The present setting; the time left is relative to now, however the timer was started.
  ///
  /// @throws IllegalStateException if it is closed
  public synchronized Setting get() {
    checkOpen();
    Memory present = Memory.allocate(TimerH.ITIMERSPEC_SIZE);
    certain(TimerH.timer_gettime(id, present), "timer_gettime");
    return setting(present);
  }

  private synchronized Setting begin(int flags, Duration time, Duration interval) {
    checkOpen();
    OwnTimers.starts(id); // first, so that its signals do not count as a stopped timer's
    return exchange(flags, time, interval);
  }

  private synchronized Setting exchange(int flags, Duration time, Duration interval) {
    checkOpen();
    Memory next =
        Memory.allocate(TimerH.ITIMERSPEC_SIZE)
            .putLong(TimerH.VALUE_SECONDS, time.toSeconds())
            .putLong(TimerH.VALUE_NANOS, time.toNanosPart())
            .putLong(TimerH.INTERVAL_SECONDS, interval.toSeconds())
            .putLong(TimerH.INTERVAL_NANOS, interval.toNanosPart());
    Memory previous = Memory.allocate(TimerH.ITIMERSPEC_SIZE);
    int result = TimerH.timer_settime(id, flags, next, previous);
    if (result == -ErrnoH.ESRCH) {
      throw new IllegalStateException(
          this + " has nothing to measure any more: the thread that made it has ended");
    }
    certain(result, "timer_settime");
    return setting(previous);
  }

  private static Setting setting(Memory timer) {
    return new Setting(
        Duration.ofSeconds(timer.getLong(TimerH.VALUE_SECONDS), timer.getLong(TimerH.VALUE_NANOS)),
        Duration.ofSeconds(
            timer.getLong(TimerH.INTERVAL_SECONDS), timer.getLong(TimerH.INTERVAL_NANOS)));
  }

  private static void certain(int result, String call) {
    if (result < 0) {
      throw new IllegalStateException(call + ": " + new Errno(-result));
    }
  }

  private void checkOpen() {
    if (id == CLOSED) {
      throw new IllegalStateException(this + " is closed");
    }
  }

  /// Deletes it. A second call does nothing.
  @Override
  public synchronized void close() {
    if (id != CLOSED) {
      certain(TimerH.timer_delete(id), "timer_delete");
      OwnTimers.stopped(id);
      id = CLOSED;
    }
  }

  @Override
  public String toString() {
    return "SignalTimer " + clock + " " + signal + " value " + value;
  }
}
