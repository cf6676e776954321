package dev.signalman.posix;

import static dev.signalman.posix.Linking.INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// `<fcntl.h>`.
public final class FcntlH {
  /// Flag of open(2) and pipe2(2): reads and writes do not wait.
  public static final int O_NONBLOCK = 0x800;

  /// Flag of open(2) and pipe2(2): closed by exec.
  public static final int O_CLOEXEC = 0x80000;

  /// Command: widens a pipe to that many bytes.
  public static final int F_SETPIPE_SZ = 1031;

  private static final MethodHandle FCNTL =
      Linking.variadic("fcntl", 2, FunctionDescriptor.of(INT, INT, INT, INT));

  private FcntlH() {}

  /// `fcntl(2)` with an int argument.
  ///
  /// @return the command's result, or `-errno`
  public static int fcntl(int fd, int command, int argument) {
    MemorySegment state = Linking.state();
    try {
      return Linking.result(state, (int) FCNTL.invokeExact(state, fd, command, argument));
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }
}
