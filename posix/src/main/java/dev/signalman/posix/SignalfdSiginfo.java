package dev.signalman.posix;

/// Layout of `struct signalfd_siginfo` (`<sys/signalfd.h>`), which a signalfd yields for each
/// signal.
public final class SignalfdSiginfo {
  /// Bytes in the structure.
  public static final int SIZE = 128;

  /// `ssi_signo`.
  public static final int SIGNO = 0;

  /// `ssi_errno`.
  public static final int ERRNO = 4;

  /// `ssi_code`.
  public static final int CODE = 8;

  /// `ssi_pid`.
  public static final int PID = 12;

  /// `ssi_uid`.
  public static final int UID = 16;

  /// `ssi_tid`: the id of a POSIX timer.
  public static final int TIMER_ID = 24;

  /// `ssi_overrun`.
  public static final int OVERRUN = 32;

  /// `ssi_status` of a child.
  public static final int STATUS = 40;

  /// `ssi_ptr`: the whole 64-bit value of a queued signal.
  public static final int VALUE = 48;

  private SignalfdSiginfo() {}
}
