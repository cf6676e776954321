package dev.signalman.io;

import dev.signalman.PosixException;
import dev.signalman.internal.kernel.Calls;
import dev.signalman.internal.kernel.VmFiles;
import dev.signalman.posix.FcntlH;

/// Knows which descriptor numbers this process was started with.
final class InheritedFd {
  static final int STANDARD_ERROR = 2;

  private InheritedFd() {}

  /// See [Fd#inherited].
  static void take(int number) throws PosixException {
    check(number);
    if (number > STANDARD_ERROR) {
      Calls.check(
          FcntlH.fcntl(number, FcntlH.F_SETFD, FcntlH.FD_CLOEXEC),
          () -> "fcntl(" + number + ", F_SETFD, FD_CLOEXEC)");
    }
  }

  /// The same, but changes nothing.
  static void check(int number) throws PosixException {
    int flags =
        Calls.check(
            FcntlH.fcntl(number, FcntlH.F_GETFD, 0), () -> "fcntl(" + number + ", F_GETFD)");
    // A descriptor that exec closes cannot have come through exec.
    if ((flags & FcntlH.FD_CLOEXEC) != 0 || VmFiles.include(number)) {
      throw new IllegalStateException(
          "descriptor "
              + number
              + " was not passed to this process: the process opened it itself, or has taken it over"
              + " before");
    }
  }
}
