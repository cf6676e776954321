package dev.signalman.posix;

import static dev.signalman.posix.Linking.INT;
import static dev.signalman.posix.Linking.LONG;
import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// `<sys/ioctl.h>`.
public final class IoctlH {
  /// Request: how many bytes can be read without waiting, into a C int.
  public static final int FIONREAD = 0x541B;

  /// Request: the terminal's foreground process group, into a C int (tcgetpgrp(3)).
  public static final int TIOCGPGRP = 0x540F;

  /// Request: sets it, from a C int (tcsetpgrp(3)).
  public static final int TIOCSPGRP = 0x5410;

  private static final MethodHandle IOCTL =
      Linking.variadic("ioctl", 2, FunctionDescriptor.of(INT, INT, LONG, ADDRESS));

  private IoctlH() {}

  /// `ioctl(2)` with an argument in memory.
  ///
  /// @return the request's result, or `-EBADF`, `-EINVAL`, `-ENOTTY`, `-EPERM` and others
  public static int ioctl(int fd, int request, Memory argument) {
    MemorySegment state = Linking.state();
    try {
      return Linking.result(
          state, (int) IOCTL.invokeExact(state, fd, (long) request, argument.segment()));
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }
}
