package dev.signalman.posix;

import org.jspecify.annotations.Nullable;

/// `<sys/pidfd.h>`: processes as descriptors, which never come to mean another process.
public final class PidfdH {
  /// Flag of [#pidfd_send_signal], since Linux 6.9: to the process group whose number is the
  /// process's pid, also when the process itself is gone.
  public static final int PIDFD_SIGNAL_PROCESS_GROUP = 4;

  /// Flag of [#pidfd_open], since Linux 6.9: the descriptor is of a thread, and becomes readable
  /// when that thread ends.
  public static final int PIDFD_THREAD = 0x80;

  /// Request of ioctl(2), since Linux 6.13: fills a `struct pidfd_info` of [#INFO_SIZE] bytes. Its
  /// first member names the wanted fields, and afterwards the present ones.
  public static final int PIDFD_GET_INFO = 0xC040FF0B;

  /// Bit of [#INFO_MASK], since Linux 6.15: the exit code of a process that has been waited for.
  public static final int PIDFD_INFO_EXIT = 8;

  /// Bytes in the first version of `struct pidfd_info`, which every kernel accepts.
  public static final int INFO_SIZE = 64;

  /// `mask`, 8 bytes.
  public static final int INFO_MASK = 0;

  /// `exit_code`, in the form of wait(2).
  public static final int INFO_EXIT_CODE = 60;

  private PidfdH() {}

  /// `pidfd_open(2)`, since Linux 5.3. The descriptor is closed by exec and becomes readable when
  /// the process ends.
  ///
  /// @return the descriptor, or `-EINVAL`, `-EMFILE`, `-ENFILE`, `-ENOSYS`, `-ESRCH`, or `-EPERM`
  ///   from a filter of system calls
  public static int pidfd_open(int pid, int flags) {
    return (int) Kernel.call(SyscallNumbers.PIDFD_OPEN, pid, flags);
  }

  /// `pidfd_send_signal(2)`, since Linux 5.1; `info` is a [Siginfo], or null for the same effect as
  /// kill(2).
  ///
  /// @return 0 or `-EAGAIN`, `-EBADF`, `-EINVAL`, `-ENOSYS`, `-EPERM`, `-ESRCH`
  public static int pidfd_send_signal(int pidfd, int sig, @Nullable Memory info, int flags) {
    return (int) Kernel.call(SyscallNumbers.PIDFD_SEND_SIGNAL, pidfd, sig, info, flags);
  }
}
