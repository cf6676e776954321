package dev.signalman.posix;

import static dev.signalman.posix.Linking.INT;
import static dev.signalman.posix.Linking.LONG;
import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

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

  private static final MethodHandle MMAP =
      Linking.function("mmap", FunctionDescriptor.of(LONG, ADDRESS, LONG, INT, INT, INT, LONG));
  private static final MethodHandle MPROTECT =
      Linking.function("mprotect", FunctionDescriptor.of(INT, ADDRESS, LONG, INT));

  private MmanH() {}

  /// `mmap(2)` of private anonymous memory.
  ///
  /// @return its address, or `-EAGAIN`, `-EINVAL`, `-ENOMEM`, `-EPERM`
  public static long mmap(long size, int protection) {
    MemorySegment state = Linking.state();
    try {
      long result =
          (long)
              MMAP.invokeExact(
                  state, MemorySegment.NULL, size, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0L);
      return Linking.result(state, result);
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }

  /// The block that [#mmap] made at `address`.
  public static Memory mapped(long address, long size) {
    return Memory.mapped(address, size);
  }

  /// `mprotect(2)` over a whole block, which must begin on a page.
  ///
  /// @return 0 or `-EACCES`, `-EINVAL`, `-ENOMEM`
  public static int mprotect(Memory block, int protection) {
    MemorySegment state = Linking.state();
    try {
      return Linking.result(
          state, (int) MPROTECT.invokeExact(state, block.segment(), block.size(), protection));
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }
}
