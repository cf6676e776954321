package dev.signalman.posix;

/// `<unistd.h>`. Every function that can fail returns `-errno`.
public final class UnistdH {
  /// Flag of close_range(2): the calling thread first gets its own copy of the table of
  /// descriptors, and no longer shares the table with other threads.
  public static final int CLOSE_RANGE_UNSHARE = 2;

  /// Flag of [#close_range], since Linux 5.11: close them by exec, not now.
  public static final int CLOSE_RANGE_CLOEXEC = 4;

  private UnistdH() {}

  /// `read(2)`.
  ///
  /// @return bytes read, 0 at the end, or `-EAGAIN`, `-EBADF`, `-EINTR`, `-EINVAL`, `-EIO`
  public static long read(int fd, Memory buffer, long count) {
    return Kernel.call(SyscallNumbers.READ, fd, buffer, Math.min(count, buffer.size()));
  }

  /// `read(2)` of a non-blocking descriptor, for callers that treat each failure as nothing to
  /// read. Never allocates.
  ///
  /// @return bytes read, or 0
  public static long readAny(int fd, Memory buffer) {
    return Math.max(0, Kernel.call(SyscallNumbers.READ, fd, buffer, buffer.size()));
  }

  /// `write(2)`.
  ///
  /// @return bytes written, or `-EAGAIN`, `-EBADF`, `-EINTR`, `-EINVAL`, `-EIO`, `-EPIPE`
  public static long write(int fd, Memory buffer, long count) {
    return Kernel.call(SyscallNumbers.WRITE, fd, buffer, Math.min(count, buffer.size()));
  }

  /// `close(2)`. On Linux the descriptor is closed even if the call fails.
  ///
  /// @return 0 or `-EBADF`, `-EINTR`, `-EIO`
  public static int close(int fd) {
    return (int) Kernel.call(SyscallNumbers.CLOSE, fd);
  }

  /// `close_range(2)`, since Linux 5.9; `last` is unsigned, so -1 means all from `first` on.
  ///
  /// @return 0 or `-EINVAL`, `-EMFILE`, `-ENOMEM`, `-ENOSYS`, or `-EPERM` from a filter of system
  ///   calls
  public static int close_range(int first, int last, int flags) {
    return (int)
        Kernel.call(
            SyscallNumbers.CLOSE_RANGE,
            Integer.toUnsignedLong(first),
            Integer.toUnsignedLong(last),
            flags);
  }

  /// `dup3(2)`: makes `target` one of the open file of `source`, in place of what it was.
  ///
  /// @return `target`, or `-EBADF`, `-EBUSY`, `-EINTR`, or `-EINVAL` if both are the same
  public static int dup3(int source, int target, int flags) {
    return (int) Kernel.call(SyscallNumbers.DUP3, source, target, flags);
  }

  /// `_exit(2)`, which ends all threads: the VM does not notice, and runs nothing any more.
  public static void exit_group(int status) {
    Kernel.call(SyscallNumbers.EXIT_GROUP, status);
  }

  /// `chdir(2)`: the working directory of the whole process. The VM does not notice.
  ///
  /// @return 0 or `-EACCES`, `-ENOENT`, `-ENOTDIR` and others
  public static int chdir(Memory path) {
    return (int) Kernel.call(SyscallNumbers.CHDIR, path, 0);
  }

  /// `pipe2(2)`: `fds` takes two C ints, the read end first.
  ///
  /// @return 0 or `-EINVAL`, `-EMFILE`, `-ENFILE`
  public static int pipe2(Memory fds, int flags) {
    return (int) Kernel.call(SyscallNumbers.PIPE2, fds, flags);
  }

  /// `getpid(2)`.
  public static int getpid() {
    return (int) Kernel.call(SyscallNumbers.GETPID);
  }

  /// `getppid(2)`: 0 if the parent is in an outer pid namespace.
  public static int getppid() {
    return (int) Kernel.call(SyscallNumbers.GETPPID);
  }

  /// `getuid(2)`: 0 to 4,294,967,295.
  public static long getuid() {
    return Integer.toUnsignedLong((int) Kernel.call(SyscallNumbers.GETUID));
  }

  /// `geteuid(2)`.
  public static int geteuid() {
    return (int) Kernel.call(SyscallNumbers.GETEUID);
  }

  /// `gettid(2)`: the calling platform thread, or the carrier of the calling virtual thread.
  public static int gettid() {
    return (int) Kernel.call(SyscallNumbers.GETTID);
  }
}
