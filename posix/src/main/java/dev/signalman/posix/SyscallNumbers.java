package dev.signalman.posix;

/// Numbers of system calls (`asm/unistd.h`). From 424 on all architectures share one numbering.
final class SyscallNumbers {
  private static final boolean X86 = isX86(System.getProperty("os.arch", ""));

  static final long READ = X86 ? 0 : 63;
  static final long WRITE = X86 ? 1 : 64;
  static final long OPENAT = X86 ? 257 : 56;
  static final long CLOSE = X86 ? 3 : 57;
  static final long EXIT_GROUP = X86 ? 231 : 94;
  static final long CHDIR = X86 ? 80 : 49;
  static final long PIPE2 = X86 ? 293 : 59;
  static final long DUP3 = X86 ? 292 : 24;
  static final long FCNTL = X86 ? 72 : 25;
  static final long GETDENTS64 = X86 ? 217 : 61;
  static final long IOCTL = X86 ? 16 : 29;
  static final long GETPID = X86 ? 39 : 172;
  static final long GETPPID = X86 ? 110 : 173;
  static final long GETUID = X86 ? 102 : 174;
  static final long GETEUID = X86 ? 107 : 175;
  static final long GETTID = X86 ? 186 : 178;
  static final long KILL = X86 ? 62 : 129;
  static final long TGKILL = X86 ? 234 : 131;
  static final long RT_SIGPROCMASK = X86 ? 14 : 135;
  static final long RT_SIGPENDING = X86 ? 127 : 136;
  static final long RT_SIGSUSPEND = X86 ? 130 : 133;
  static final long RT_SIGQUEUEINFO = X86 ? 129 : 138;
  static final long SIGNALFD4 = X86 ? 289 : 74;
  static final long EVENTFD2 = X86 ? 290 : 19;
  static final long EPOLL_CREATE1 = X86 ? 291 : 20;
  static final long EPOLL_CTL = X86 ? 233 : 21;
  static final long EPOLL_PWAIT = X86 ? 281 : 22;
  static final long EPOLL_PWAIT2 = 441;
  static final long PPOLL = X86 ? 271 : 73;
  static final long MMAP = X86 ? 9 : 222;
  static final long MEMFD_CREATE = X86 ? 319 : 279;
  static final long MPROTECT = X86 ? 10 : 226;
  static final long PRCTL = X86 ? 157 : 167;
  static final long SETITIMER = X86 ? 38 : 103;
  static final long GETITIMER = X86 ? 36 : 102;
  static final long TIMER_CREATE = X86 ? 222 : 107;
  static final long TIMER_SETTIME = X86 ? 223 : 110;
  static final long TIMER_GETTIME = X86 ? 224 : 108;
  static final long TIMER_DELETE = X86 ? 226 : 111;
  static final long CLOCK_GETTIME = X86 ? 228 : 113;
  static final long WAITID = X86 ? 247 : 95;
  static final long PIDFD_OPEN = 434;
  static final long PIDFD_SEND_SIGNAL = 424;
  static final long CLOSE_RANGE = 436;
  static final long SOCKET = X86 ? 41 : 198;
  static final long SOCKETPAIR = X86 ? 53 : 199;
  static final long BIND = X86 ? 49 : 200;
  static final long LISTEN = X86 ? 50 : 201;
  static final long ACCEPT4 = X86 ? 288 : 242;
  static final long CONNECT = X86 ? 42 : 203;
  static final long SENDTO = X86 ? 44 : 206;
  static final long SENDMSG = X86 ? 46 : 211;
  static final long RECVMSG = X86 ? 47 : 212;
  static final long GETSOCKOPT = X86 ? 55 : 209;
  static final long SHUTDOWN = X86 ? 48 : 210;

  private SyscallNumbers() {}

  static boolean isX86(String osArch) {
    return osArch.equals("amd64") || osArch.equals("x86_64");
  }

  static boolean isAarch64(String osArch) {
    return osArch.equals("aarch64") || osArch.equals("arm64");
  }
}
