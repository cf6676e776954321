package dev.signalman.posix;

/// Layout of the C library's `struct sigaction` (`<signal.h>`), the same on x86-64 and aarch64.
public final class Sigaction {
  /// Bytes in the structure.
  public static final int SIZE = 152;

  /// `sa_handler` or `sa_sigaction`: an address, `SIG_DFL` or `SIG_IGN`.
  public static final int HANDLER = 0;

  /// `sa_mask`: 128 bytes, of which the kernel uses the first 8.
  public static final int MASK = 8;

  /// `sa_flags`.
  public static final int FLAGS = 136;

  /// Flag: the handler takes a `siginfo_t`.
  public static final int SA_SIGINFO = 4;

  /// Flag: run on the alternate stack where the thread has one.
  public static final int SA_ONSTACK = 0x0800_0000;

  /// Flag: interrupted system calls are restarted where possible.
  public static final int SA_RESTART = 0x1000_0000;

  private Sigaction() {}
}
