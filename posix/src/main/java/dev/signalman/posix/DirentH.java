package dev.signalman.posix;

import static dev.signalman.posix.Linking.LONG;
import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// `<dirent.h>`, as far as it needs no `DIR`: the entries of a directory as the kernel gives them.
public final class DirentH {
  /// In an entry: its size, two bytes; the next one follows.
  public static final int D_RECLEN = 16;

  /// In an entry: its name, with a terminating zero.
  public static final int D_NAME = 19;

  private static final MethodHandle GETDENTS64 =
      Linking.variadic("syscall", 1, FunctionDescriptor.of(LONG, LONG, LONG, ADDRESS, LONG));

  private DirentH() {}

  /// `getdents64(2)`: the next entries of an open directory, each a `struct linux_dirent64`.
  ///
  /// @return bytes of entries, 0 at the end, or `-EBADF`, `-EINVAL`, `-ENOENT`, `-ENOTDIR`
  public static long getdents64(int fd, Memory buffer) {
    MemorySegment state = Linking.state();
    try {
      long result =
          (long)
              GETDENTS64.invokeExact(
                  state, SyscallNumbers.GETDENTS64, (long) fd, buffer.segment(), buffer.size());
      return Linking.result(state, result);
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }
}
