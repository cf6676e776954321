package dev.signalman.posix;

import org.jspecify.annotations.Nullable;

/// `<sys/time.h>`: the process's interval timers.
public final class TimeH {
  /// The timer of real time, which sends SIGALRM; alarm(2) uses it.
  public static final int ITIMER_REAL = 0;

  /// Bytes in `struct itimerval`: the interval's and the value's seconds and microseconds.
  public static final int ITIMERVAL_SIZE = 32;

  /// Offset of `it_interval.tv_sec`.
  public static final int INTERVAL_SECONDS = 0;

  /// Offset of `it_interval.tv_usec`.
  public static final int INTERVAL_MICROS = 8;

  /// Offset of `it_value.tv_sec`.
  public static final int VALUE_SECONDS = 16;

  /// Offset of `it_value.tv_usec`.
  public static final int VALUE_MICROS = 24;

  private TimeH() {}

  /// `setitimer(2)`.
  ///
  /// @return 0 or `-EINVAL`
  public static int setitimer(int which, Memory value, @Nullable Memory old) {
    return (int) Kernel.call(SyscallNumbers.SETITIMER, which, value, old);
  }

  /// `getitimer(2)`.
  ///
  /// @return 0 or `-EINVAL`
  public static int getitimer(int which, Memory value) {
    return (int) Kernel.call(SyscallNumbers.GETITIMER, which, value);
  }
}
