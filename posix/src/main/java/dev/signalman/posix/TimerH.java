package dev.signalman.posix;

import org.jspecify.annotations.Nullable;

/// POSIX timers and clocks of `<time.h>`, as the kernel has them: a timer's id is the small number
/// that arrives as `si_timerid`, which the C library's own wrappers hide in some versions.
public final class TimerH {
  /// Wall clock.
  public static final int CLOCK_REALTIME = 0;

  /// Time since some start, without jumps; it stops while the machine sleeps.
  public static final int CLOCK_MONOTONIC = 1;

  /// CPU time of the process.
  public static final int CLOCK_PROCESS_CPUTIME_ID = 2;

  /// CPU time of the calling thread.
  public static final int CLOCK_THREAD_CPUTIME_ID = 3;

  /// The same as the monotonic clock, but it also runs while the machine sleeps.
  public static final int CLOCK_BOOTTIME = 7;

  /// Flag of [#timer_settime]: the value is an absolute time of the clock.
  public static final int TIMER_ABSTIME = 1;

  /// Bytes in `struct itimerspec`: the interval's and the value's seconds and nanoseconds.
  public static final int ITIMERSPEC_SIZE = 32;

  /// Offset of `it_interval.tv_sec`.
  public static final int INTERVAL_SECONDS = 0;

  /// Offset of `it_interval.tv_nsec`.
  public static final int INTERVAL_NANOS = 8;

  /// Offset of `it_value.tv_sec`.
  public static final int VALUE_SECONDS = 16;

  /// Offset of `it_value.tv_nsec`.
  public static final int VALUE_NANOS = 24;

  /// Bytes in `struct sigevent`.
  public static final int SIGEVENT_SIZE = 64;

  /// Offset of `sigev_value`.
  public static final int SIGEV_VALUE = 0;

  /// Offset of `sigev_signo`.
  public static final int SIGEV_SIGNO = 8;

  /// Offset of `sigev_notify`; 0 is `SIGEV_SIGNAL`.
  public static final int SIGEV_NOTIFY = 12;

  /// Bytes in `struct timespec`: seconds and nanoseconds.
  public static final int TIMESPEC_SIZE = 16;

  private TimerH() {}

  /// `timer_create(2)`.
  ///
  /// @param id takes the timer's id, a C int
  /// @return 0, or `-EAGAIN` at the limit of queued signals, `-EINVAL`, `-ENOMEM`
  public static int timer_create(int clock, Memory sigevent, Memory id) {
    return (int) Kernel.call(SyscallNumbers.TIMER_CREATE, clock, sigevent, id);
  }

  /// `timer_settime(2)`.
  ///
  /// @return 0 or `-EINVAL`
  public static int timer_settime(int id, int flags, Memory value, @Nullable Memory old) {
    return (int) Kernel.call(SyscallNumbers.TIMER_SETTIME, id, flags, value, old);
  }

  /// `timer_gettime(2)`.
  ///
  /// @return 0 or `-EINVAL`
  public static int timer_gettime(int id, Memory value) {
    return (int) Kernel.call(SyscallNumbers.TIMER_GETTIME, id, value);
  }

  /// `timer_delete(2)`.
  ///
  /// @return 0 or `-EINVAL`
  public static int timer_delete(int id) {
    return (int) Kernel.call(SyscallNumbers.TIMER_DELETE, id);
  }

  /// `clock_gettime(2)`.
  ///
  /// @return 0 or `-EINVAL`
  public static int clock_gettime(int clock, Memory time) {
    return (int) Kernel.call(SyscallNumbers.CLOCK_GETTIME, clock, time);
  }
}
