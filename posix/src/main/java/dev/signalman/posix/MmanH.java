package dev.signalman.posix;

/// `<sys/mman.h>`.
public final class MmanH {
  /// Protection: readable.
  public static final int PROT_READ = 1;

  /// Protection: writable.
  public static final int PROT_WRITE = 2;

  /// Protection: executable.
  public static final int PROT_EXEC = 4;

  private static final int MAP_PRIVATE = 2;
  private static final int MAP_ANONYMOUS = 0x20;

  static final int PRIVATE_ANONYMOUS = MAP_PRIVATE | MAP_ANONYMOUS;

  private MmanH() {}

  /// `mmap(2)` of private anonymous memory.
  ///
  /// @return its address, or `-EAGAIN`, `-EINVAL`, `-ENOMEM`, `-EPERM`
  public static long mmap(long size, int protection) {
    return Kernel.call(SyscallNumbers.MMAP, 0, size, protection, PRIVATE_ANONYMOUS, -1, 0);
  }

  /// The block that [#mmap] made at `address`.
  public static Memory mapped(long address, long size) {
    return Memory.mapped(address, size);
  }

  /// `mprotect(2)` over a whole block, which must begin on a page.
  ///
  /// @return 0 or `-EACCES`, `-EINVAL`, `-ENOMEM`
  public static int mprotect(Memory block, int protection) {
    return (int) Kernel.call(SyscallNumbers.MPROTECT, block, block.size(), protection);
  }
}
