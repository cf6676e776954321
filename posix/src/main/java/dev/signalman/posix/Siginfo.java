package dev.signalman.posix;

/// Layout of `siginfo_t` (`<signal.h>`, `asm-generic/siginfo.h`), the same on x86-64 and aarch64.
/// From offset 16 on it is a union; [#CODE] determines the valid members.
public final class Siginfo {
  /// Bytes in the structure.
  public static final int SIZE = 128;

  /// `si_signo`.
  public static final int SIGNO = 0;

  /// `si_errno`.
  public static final int ERRNO = 4;

  /// `si_code`.
  public static final int CODE = 8;

  /// `si_pid`: kill, queue, thread and child codes.
  public static final int PID = 16;

  /// `si_uid`: kill, queue, thread and child codes.
  public static final int UID = 20;

  /// `si_value` of a queued signal.
  public static final int VALUE = 24;

  /// `si_status` of a child code.
  public static final int STATUS = 24;

  /// `si_timerid`.
  public static final int TIMER_ID = 16;

  /// `si_overrun`.
  public static final int OVERRUN = 20;

  private Siginfo() {}
}
