package dev.signalman.posix;

/// `<dirent.h>`, as far as it needs no `DIR`: the entries of a directory as the kernel gives them.
public final class DirentH {
  /// In an entry: its size in two bytes; the next entry follows it.
  public static final int D_RECLEN = 16;

  /// In an entry: its name, with a terminating zero.
  public static final int D_NAME = 19;

  private DirentH() {}

  /// `getdents64(2)`: the next entries of an open directory, each a `struct linux_dirent64`.
  ///
  /// @return bytes of entries, 0 at the end, or `-EBADF`, `-EINVAL`, `-ENOENT`, `-ENOTDIR`
  public static long getdents64(int fd, Memory buffer) {
    return Kernel.call(SyscallNumbers.GETDENTS64, fd, buffer, buffer.size());
  }
}
