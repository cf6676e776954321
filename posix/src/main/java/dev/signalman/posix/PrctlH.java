package dev.signalman.posix;

/// `<sys/prctl.h>`.
public final class PrctlH {
  /// Option: the signal that this process gets when the thread that started it ends.
  public static final int PR_SET_PDEATHSIG = 1;

  /// Option: the nanoseconds by which the kernel may delay the calling thread's timeouts; 0
  /// restores the value from the thread's start.
  public static final int PR_SET_TIMERSLACK = 29;

  /// Option: whether orphaned descendants become children of this process.
  public static final int PR_SET_CHILD_SUBREAPER = 36;

  /// Option: reads that setting; the argument is the address of a C int.
  public static final int PR_GET_CHILD_SUBREAPER = 37;

  private PrctlH() {}

  /// `prctl(2)` with one argument; it acts on the calling thread or the process, depending on the
  /// option.
  ///
  /// @return the option's result, or `-errno`
  public static int prctl(int option, long argument) {
    return (int) Kernel.call(SyscallNumbers.PRCTL, option, argument, 0, 0);
  }

  /// The option [#PR_SET_TIMERSLACK], which does not fail. Never allocates.
  public static void setTimerSlack(long nanos) {
    long _ = Kernel.call(SyscallNumbers.PRCTL, PR_SET_TIMERSLACK, nanos, 0, 0);
  }
}
