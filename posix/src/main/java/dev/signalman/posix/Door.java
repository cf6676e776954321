package dev.signalman.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/// The one door to native code: every call leaves Java through one method handle, whose type is a
/// function and seven 64-bit integers.
///
/// On x86-64 and aarch64 an integer or pointer argument of any width takes a place of 64 bits, so
/// one shape serves all functions, and the linker makes one stub instead of one for each signature.
/// Making stubs is most of what a program's first signal costs. A function does not look at
/// arguments that it does not have.
///
/// Results are 64 bits too. If a function returns an `int`, the upper half is undefined:
/// [CFunction] narrows the result before it is compared.
///
/// Only this class handles addresses as numbers. Callers pass the [Memory]; it stays reachable
/// until the call has returned, and its arena cannot be closed meanwhile.
final class Door {
  static {
    NativeAccess.require(); // so that a failure of the very first call names the missing flag
  }

  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup LIBRARY = LINKER.defaultLookup();
  private static final MethodHandle CALL = link(plain());

  static {
    NativeAccess.markUsed();
  }

  private Door() {}

  private static MemoryLayout[] integers() {
    return new MemoryLayout[] {
      JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG
    };
  }

  /// The shape of all functions.
  static FunctionDescriptor plain() {
    return FunctionDescriptor.of(JAVA_LONG, integers());
  }

  /// The shape with an eighth argument that no function uses: a segment, whose arena the VM keeps
  /// open during the call.
  static FunctionDescriptor holding() {
    return plain().appendArgumentLayouts(ADDRESS);
  }

  @SuppressWarnings("restricted") // calling C is what native access is for
  private static MethodHandle link(FunctionDescriptor shape, Linker.Option... options) {
    return LINKER.downcallHandle(shape, options);
  }

  /// Linked when a user's buffer first needs it: few buffers come from an arena that can be closed.
  private static final class Holding {
    static final MethodHandle CALL = link(holding());
  }

  /// The address of a function of the C library, or null if it has none of that name.
  static @Nullable MemorySegment find(String name) {
    return CallSeam.lacks(name) ? null : LIBRARY.find(name).orElse(null);
  }

  /// Calls a function.
  ///
  /// @param owner the owner of an address among the arguments, or null
  /// @param other the owner of a second address, or null; always a block of ours, which no arena
  ///   closes
  static long call(
      MemorySegment function,
      long a,
      long b,
      long c,
      long d,
      long e,
      long f,
      long g,
      @Nullable Memory owner,
      @Nullable Memory other) {
    requireOurs(other);
    try {
      MemorySegment closable = owner == null ? null : owner.closable();
      return closable == null
          ? (long) CALL.invokeExact(function, a, b, c, d, e, f, g)
          : (long) Holding.CALL.invokeExact(function, a, b, c, d, e, f, g, closable);
    } catch (Throwable t) {
      throw unexpected(t);
    } finally {
      Reference.reachabilityFence(owner);
      Reference.reachabilityFence(other);
    }
  }

  /// Checks a second block: a call holds only one arena, and no other may be closed meanwhile.
  ///
  /// @throws IllegalArgumentException if the block is from an arena that can be closed
  static void requireOurs(@Nullable Memory other) {
    if (other != null && other.closable() != null) {
      throw new IllegalArgumentException(
          "only the first block of a call may be from an arena that can be closed");
    }
  }

  /// Handles a throwable of `invokeExact`. A C function throws nothing: it is an error of the VM,
  /// or says that a user's arena is closed or belongs to another thread.
  static RuntimeException unexpected(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof RuntimeException exception) {
      return exception;
    }
    throw new AssertionError("a C function cannot throw", thrown);
  }

  /// The shape for a process that may not have its own executable memory: it holds an arena and
  /// captures errno.
  static MethodHandle linkCapturingErrno() {
    return link(holding(), Linker.Option.captureCallState("errno"));
  }
}
