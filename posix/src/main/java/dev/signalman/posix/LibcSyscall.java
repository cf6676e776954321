package dev.signalman.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/// System calls through `syscall(2)` of the C library, for a process that may not have its own
/// executable memory. They are slower, and the first one takes longer to link.
///
/// `syscall` is variadic in C, but both architectures pass integers to a variadic function as to
/// any other.
final class LibcSyscall {
  private static final CFunction SYSCALL = CFunction.of("syscall");
  private static final MethodHandle CALL = Door.linkCapturingErrno();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  /// The memory for a call's errno: one per thread, so that no other call overwrites it before it
  /// is read.
  private static final ThreadLocal<MemorySegment> CALL_STATE =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(STATE));

  private LibcSyscall() {}

  /// Allocates what the calling thread's calls need.
  static void prepare() {
    MemorySegment _ = CALL_STATE.get();
  }

  /// See [Kernel#call]; returns a result or `-errno`.
  static long call(
      long number,
      long a,
      long b,
      long c,
      long d,
      long e,
      long f,
      @Nullable Memory owner,
      @Nullable Memory other) {
    Door.requireOurs(other);
    SYSCALL.requirePresent();
    MemorySegment state = CALL_STATE.get();
    MemorySegment closable = owner == null ? null : owner.closable();
    MemorySegment held = closable == null ? MemorySegment.NULL : closable;
    try {
      long result =
          (long) CALL.invokeExact(SYSCALL.address(), state, number, a, b, c, d, e, f, held);
      return result == -1 ? -(int) ERRNO.get(state, 0L) : result;
    } catch (Throwable t) {
      throw Door.unexpected(t);
    } finally {
      Reference.reachabilityFence(owner);
      Reference.reachabilityFence(other);
    }
  }
}
