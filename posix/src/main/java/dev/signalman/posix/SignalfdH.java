package dev.signalman.posix;

/// `<sys/signalfd.h>`.
public final class SignalfdH {
  /// Flag: reads do not wait.
  public static final int SFD_NONBLOCK = 0x800;

  /// Flag: closed by exec.
  public static final int SFD_CLOEXEC = 0x80000;

  private SignalfdH() {}

  /// `signalfd(2)`: makes (`fd` = -1) or changes a descriptor that yields pending signals of
  /// `mask`, a `sigset_t`, as [SignalfdSiginfo] records.
  ///
  /// @return the descriptor, or `-EBADF`, `-EINVAL`, `-EMFILE`, `-ENFILE`, `-ENODEV`, `-ENOMEM`
  public static int signalfd(int fd, Memory mask, int flags) {
    return (int) Kernel.call(SyscallNumbers.SIGNALFD4, fd, mask, SignalH.SET_SIZE, flags);
  }
}
