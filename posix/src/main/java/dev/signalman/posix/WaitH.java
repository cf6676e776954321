package dev.signalman.posix;

import org.jspecify.annotations.Nullable;

/// `<sys/wait.h>`.
public final class WaitH {
  /// Kind of id: any child; the id is not looked at.
  public static final int P_ALL = 0;

  /// Kind of id: a process id.
  public static final int P_PID = 1;

  /// Kind of id: a process descriptor, since Linux 5.4.
  public static final int P_PIDFD = 3;

  /// Option: do not wait.
  public static final int WNOHANG = 1;

  /// Option: children that a signal has stopped.
  public static final int WSTOPPED = 2;

  /// Option: children that CONT has continued.
  public static final int WCONTINUED = 8;

  /// Option: children that have ended.
  public static final int WEXITED = 4;

  /// Option: leave the child to be waited for again.
  public static final int WNOWAIT = 0x01000000;

  /// `si_code`: ended by exit(2).
  public static final int CLD_EXITED = 1;

  /// `si_code`: ended by a signal.
  public static final int CLD_KILLED = 2;

  /// `si_code`: ended by a signal, with a core file.
  public static final int CLD_DUMPED = 3;

  /// `si_code`: stopped by a signal.
  public static final int CLD_STOPPED = 5;

  /// `si_code`: continued.
  public static final int CLD_CONTINUED = 6;

  /// Bytes that hold a `struct rusage`.
  public static final int RUSAGE_SIZE = 144;

  /// Offset of `ru_utime`, seconds and microseconds.
  public static final int RU_UTIME = 0;

  /// Offset of `ru_stime`, seconds and microseconds.
  public static final int RU_STIME = 16;

  /// Offset of `ru_maxrss`, in KiB.
  public static final int RU_MAXRSS = 32;

  private WaitH() {}

  /// `waitid(2)`, the system call, which also reports the resources that the child used.
  ///
  /// @param info takes a [Siginfo]; its pid is 0 if [#WNOHANG] found nothing
  /// @return 0, or `-EAGAIN`, `-ECHILD`, `-EINTR`, `-EINVAL`
  public static int waitid(int kind, int id, Memory info, int options, @Nullable Memory usage) {
    return (int) Kernel.call(SyscallNumbers.WAITID, kind, id, info, options, usage);
  }
}
