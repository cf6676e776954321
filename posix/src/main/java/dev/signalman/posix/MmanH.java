package dev.signalman.posix;

/// `<sys/mman.h>`.
public final class MmanH {
  /// Protection: readable.
  public static final int PROT_READ = 1;

  /// Protection: writable.
  public static final int PROT_WRITE = 2;

  /// Protection: executable.
  public static final int PROT_EXEC = 4;

  /// Flag of [#memfd_create]: closed by exec.
  public static final int MFD_CLOEXEC = 1;

  /// Flag of [#memfd_create], since Linux 6.3: the file may be executed. Older kernels refuse the
  /// flag with EINVAL, and each such file may be executed.
  public static final int MFD_EXEC = 0x10;

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

  /// `memfd_create(2)`: a file in memory without a path.
  ///
  /// @param name shown in `/proc`
  /// @return the descriptor, or `-EACCES` for [#MFD_EXEC] where the system setting
  ///   `vm.memfd_noexec` is 2, `-EINVAL`, `-EMFILE`, `-ENFILE`, `-ENOMEM`; `-ENOSYS` or `-EPERM`
  ///   from a filter of system calls
  public static int memfd_create(Memory name, int flags) {
    return (int) Kernel.call(SyscallNumbers.MEMFD_CREATE, name, flags);
  }
}
