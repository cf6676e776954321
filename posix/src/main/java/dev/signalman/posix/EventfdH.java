package dev.signalman.posix;

/// `<sys/eventfd.h>`.
public final class EventfdH {
  /// Flag: reads do not wait.
  public static final int EFD_NONBLOCK = 0x800;

  /// Flag: closed by exec.
  public static final int EFD_CLOEXEC = 0x80000;

  private EventfdH() {}

  /// `eventfd(2)`: a counter that can be waited for.
  ///
  /// @return the descriptor, or `-EINVAL`, `-EMFILE`, `-ENFILE`, `-ENODEV`, `-ENOMEM`
  public static int eventfd(int initial, int flags) {
    return (int) Kernel.call(SyscallNumbers.EVENTFD2, initial, flags);
  }
}
