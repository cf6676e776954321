package dev.signalman.posix;

/// `<sys/ioctl.h>`.
public final class IoctlH {
  /// Request: stores in a C int how many bytes can be read without waiting.
  public static final int FIONREAD = 0x541B;

  /// Request: stores the terminal's foreground process group in a C int (tcgetpgrp(3)).
  public static final int TIOCGPGRP = 0x540F;

  /// Request: sets the foreground process group from a C int (tcsetpgrp(3)).
  public static final int TIOCSPGRP = 0x5410;

  /// Request: takes the controlling terminal from the caller, and from its whole session if the
  /// caller leads that (ioctl_tty(2)).
  public static final int TIOCNOTTY = 0x5422;

  private IoctlH() {}

  /// `ioctl(2)` with an argument in memory.
  ///
  /// @return the request's result, or `-EBADF`, `-EINVAL`, `-ENOTTY`, `-EPERM` and others
  public static int ioctl(int fd, int request, Memory argument) {
    return (int) Kernel.call(SyscallNumbers.IOCTL, fd, request, argument);
  }

  /// `ioctl(2)` without an argument.
  ///
  /// @return the request's result, or `-EBADF`, `-EINVAL`, `-ENOTTY`, `-EPERM` and others
  public static int ioctl(int fd, int request) {
    return (int) Kernel.call(SyscallNumbers.IOCTL, fd, request, 0);
  }
}
