package dev.signalman.posix;

import static dev.signalman.posix.Linking.INT;
import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/// `<sys/time.h>`: the process's interval timers.
public final class TimeH {
  /// Real time, delivers SIGALRM; the one that alarm(2) uses.
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

  private static final MethodHandle SETITIMER =
      Linking.function("setitimer", FunctionDescriptor.of(INT, INT, ADDRESS, ADDRESS));
  private static final MethodHandle GETITIMER =
      Linking.function("getitimer", FunctionDescriptor.of(INT, INT, ADDRESS));

  private TimeH() {}

  /// `setitimer(2)`.
  ///
  /// @return 0 or `-EINVAL`
  public static int setitimer(int which, Memory value, @Nullable Memory old) {
    MemorySegment state = Linking.state();
    try {
      return Linking.result(
          state, (int) SETITIMER.invokeExact(state, which, value.segment(), Linking.address(old)));
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }

  /// `getitimer(2)`.
  ///
  /// @return 0 or `-EINVAL`
  public static int getitimer(int which, Memory value) {
    MemorySegment state = Linking.state();
    try {
      return Linking.result(state, (int) GETITIMER.invokeExact(state, which, value.segment()));
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }
}
