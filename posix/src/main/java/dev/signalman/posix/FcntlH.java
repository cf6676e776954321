package dev.signalman.posix;

/// `<fcntl.h>`.
public final class FcntlH {
  /// Flag of open(2) and pipe2(2): reads and writes do not wait.
  public static final int O_NONBLOCK = 0x800;

  /// Flag of open(2) and pipe2(2): closed by exec.
  public static final int O_CLOEXEC = 0x80000;

  /// Access mode of open(2): read.
  public static final int O_RDONLY = 0;

  /// Access mode of open(2): write.
  public static final int O_WRONLY = 1;

  /// Access mode of open(2): both.
  public static final int O_RDWR = 2;

  /// Flag of open(2): make the file if it does not exist.
  public static final int O_CREAT = 0x40;

  /// Flag of open(2): empty the file.
  public static final int O_TRUNC = 0x200;

  /// Flag of open(2): every write goes to the end.
  public static final int O_APPEND = 0x400;

  /// Command: the descriptor's flags.
  public static final int F_GETFD = 1;

  /// Command: sets the descriptor's flags.
  public static final int F_SETFD = 2;

  /// Descriptor flag: closed by exec.
  public static final int FD_CLOEXEC = 1;

  /// Command: the open file's flags, [#O_NONBLOCK] among them.
  public static final int F_GETFL = 3;

  /// Command: sets the open file's flags.
  public static final int F_SETFL = 4;

  /// Command: a copy with a number at or above the argument, closed by exec.
  public static final int F_DUPFD_CLOEXEC = 1030;

  /// Command: the capacity of a pipe in bytes.
  public static final int F_GETPIPE_SZ = 1032;

  /// Command: sets the capacity of a pipe.
  public static final int F_SETPIPE_SZ = 1031;

  private static final int AT_FDCWD = -100;

  private FcntlH() {}

  /// `open(2)`.
  ///
  /// @param mode permissions of a file that is made, before the umask
  /// @return the descriptor, or `-errno`
  public static int open(Memory path, int flags, int mode) {
    return (int) Kernel.call(SyscallNumbers.OPENAT, AT_FDCWD, path, flags, mode);
  }

  /// `fcntl(2)` with an int argument.
  ///
  /// @return the command's result, or `-errno`
  public static int fcntl(int fd, int command, int argument) {
    return (int) Kernel.call(SyscallNumbers.FCNTL, fd, command, argument);
  }
}
