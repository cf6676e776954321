package dev.signalman.posix;

/// Numbers of system calls that the C library has no wrapper for, or only a recent one. From 424 on
/// all architectures share one numbering (`asm-generic/unistd.h`).
final class SyscallNumbers {
  static final long GETTID = isX86() ? 186 : 178;
  static final long GETDENTS64 = isX86() ? 217 : 61;
  static final long TGKILL = isX86() ? 234 : 131;
  static final long RT_SIGQUEUEINFO = isX86() ? 129 : 138;
  static final long TIMER_CREATE = isX86() ? 222 : 107;
  static final long TIMER_GETTIME = isX86() ? 224 : 108;
  static final long TIMER_SETTIME = isX86() ? 223 : 110;
  static final long TIMER_DELETE = isX86() ? 226 : 111;
  static final long WAITID = isX86() ? 247 : 95;
  static final long PIDFD_SEND_SIGNAL = 424;
  static final long PIDFD_OPEN = 434;
  static final long CLOSE_RANGE = 436;
  static final long EPOLL_PWAIT2 = 441;

  private SyscallNumbers() {}

  private static boolean isX86() {
    String architecture = System.getProperty("os.arch", "");
    return architecture.equals("amd64") || architecture.equals("x86_64");
  }
}
