package dev.signalman.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// Binds C functions and turns their results into the kernel's own convention: a result, or
/// `-errno`.
final class Linking {
  static {
    // Whichever binding comes first: what fails then names the flag that is missing.
    NativeAccess.require();
  }

  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup LIBC = LINKER.defaultLookup();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO_VALUE =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  /// Where a call leaves errno: one a thread, so that no other call comes between it and the
  /// reader.
  private static final ThreadLocal<MemorySegment> CALL_STATE =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(STATE));

  private Linking() {}

  /// A function of the C library whose first Java argument is [#state()].
  @SuppressWarnings("restricted") // the bindings are what native access is for
  static MethodHandle function(String name, FunctionDescriptor type) {
    return LINKER.downcallHandle(symbol(name), type, ERRNO);
  }

  /// The same for a function with C varargs, the first of which has the given index.
  @SuppressWarnings("restricted") // the bindings are what native access is for
  static MethodHandle variadic(String name, int firstVariadic, FunctionDescriptor type) {
    return LINKER.downcallHandle(
        symbol(name), type, ERRNO, Linker.Option.firstVariadicArg(firstVariadic));
  }

  /// A function that sets no errno, or whose errno nobody asks for.
  @SuppressWarnings("restricted") // the bindings are what native access is for
  static MethodHandle plain(String name, FunctionDescriptor type) {
    return LINKER.downcallHandle(symbol(name), type);
  }

  /// The same for a function with C varargs, the first of which has the given index.
  @SuppressWarnings("restricted") // the bindings are what native access is for
  static MethodHandle plainVariadic(String name, int firstVariadic, FunctionDescriptor type) {
    return LINKER.downcallHandle(symbol(name), type, Linker.Option.firstVariadicArg(firstVariadic));
  }

  /// Whether the C library has the function.
  static boolean has(String name) {
    return LIBC.find(name).isPresent();
  }

  private static MemorySegment symbol(String name) {
    return LIBC.find(name)
        .orElseThrow(
            () -> new UnsupportedOperationException("the C library has no function " + name));
  }

  static MemorySegment state() {
    return CALL_STATE.get();
  }

  static int result(MemorySegment state, int result) {
    return result == -1 ? -errno(state) : result;
  }

  static long result(MemorySegment state, long result) {
    return result == -1 ? -errno(state) : result;
  }

  private static int errno(MemorySegment state) {
    return (int) ERRNO_VALUE.get(state, 0L);
  }

  static MemorySegment address(@Nullable Memory memory) {
    return memory == null ? MemorySegment.NULL : memory.segment();
  }

  /// `invokeExact` declares Throwable, but a C function throws nothing: what arrives here is an
  /// error of the VM itself or a defect in a binding.
  static AssertionError impossible(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return new AssertionError("a C function cannot throw", thrown);
  }

  /// Opens a view on memory that C owns.
  @SuppressWarnings("restricted") // the caller got address and size from the kernel
  static MemorySegment view(long address, long size) {
    return MemorySegment.ofAddress(address).reinterpret(size);
  }

  /// Reads a C string that C owns and never frees.
  @SuppressWarnings("restricted") // the address comes from the C library
  static @Nullable String string(MemorySegment address) {
    if (address.address() == 0) {
      return null;
    }
    return address.reinterpret(Long.MAX_VALUE).getString(0);
  }

  static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
}
