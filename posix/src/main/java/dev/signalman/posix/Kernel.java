package dev.signalman.posix;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// System calls, made by a few bytes of our own machine code in a separate page: they return the
/// kernel's answer as it is, a result or `-errno`, without a copy of errno in a thread-local.
///
/// If the process may not have executable memory, [LibcSyscall] makes the calls.
final class Kernel {
  /// `-Ddev.signalman.posix.codePage=false` runs a program without the page.
  private static final String CODE_PAGE = "dev.signalman.posix.codePage";

  private static boolean refused;

  private static final @Nullable MemorySegment SYSTEM_CALL = mapSystemCall();

  private Kernel() {}

  private static @Nullable MemorySegment mapSystemCall() {
    String listing = SystemCallCode.forArchitecture(System.getProperty("os.arch", ""));
    if (listing.isEmpty() || "false".equals(System.getProperty(CODE_PAGE))) {
      return null;
    }
    MachineCode code = MachineCode.parse(listing);
    long page = CodePage.map(code);
    refused = page == CodePage.REFUSED;
    return refused ? null : MemorySegment.ofAddress(page + code.offsetOf(SystemCallCode.NAME));
  }

  /// Whether executable memory was asked for and refused.
  static boolean isPageRefused() {
    return refused;
  }

  /// Whether calls are made by machine code in a page of its own.
  static boolean hasPage() {
    return SYSTEM_CALL != null;
  }

  /// Allocates in advance what the calling thread's first call needs.
  static void prepare() {
    if (SYSTEM_CALL == null) {
      LibcSyscall.prepare();
    }
  }

  /// Makes a system call.
  ///
  /// @param owner the owner of an address among the arguments; see [Door#call]
  /// @param other the owner of a second address
  /// @return the kernel's result, or `-errno`
  private static long call(
      long number,
      long a,
      long b,
      long c,
      long d,
      long e,
      long f,
      @Nullable Memory owner,
      @Nullable Memory other) {
    if (CallSeam.ON) {
      int errno = CallSeam.before(number);
      if (errno != 0) {
        return -errno;
      }
    }
    return SYSTEM_CALL == null
        ? LibcSyscall.call(number, a, b, c, d, e, f, owner, other)
        : Door.call(SYSTEM_CALL, number, a, b, c, d, e, f, owner, other);
  }

  // One overload for each order of integers and blocks in use. Missing integers are 0.

  static long call(long number) {
    return call(number, 0, 0, 0, 0, 0, 0, null, null);
  }

  static long call(long number, long a) {
    return call(number, a, 0, 0, 0, 0, 0, null, null);
  }

  static long call(long number, long a, long b) {
    return call(number, a, b, 0, 0, 0, 0, null, null);
  }

  static long call(long number, long a, long b, long c) {
    return call(number, a, b, c, 0, 0, 0, null, null);
  }

  static long call(long number, long a, long b, long c, long d) {
    return call(number, a, b, c, d, 0, 0, null, null);
  }

  static long call(long number, Memory a, long b) {
    return call(number, a.address(), b, 0, 0, 0, 0, a, null);
  }

  static long call(long number, long a, Memory b, long c) {
    return call(number, a, b.address(), c, 0, 0, 0, b, null);
  }

  static long call(long number, long a, Memory b) {
    return call(number, a, b.address(), 0, 0, 0, 0, b, null);
  }

  static long call(long number, long a, long b, Memory c) {
    return call(number, a, b, c.address(), 0, 0, 0, c, null);
  }

  static long call(long number, long a, long b, long c, Memory d) {
    return call(number, a, b, c, d.address(), 0, 0, d, null);
  }

  static long call(long number, long a, Memory b, long c, long d) {
    return call(number, a, b.address(), c, d, 0, 0, b, null);
  }

  static long call(long number, long a, Memory b, long c, Memory d) {
    return call(number, a, b.address(), c, d.address(), 0, 0, b, d);
  }

  static long call(long number, long a, long b, @Nullable Memory c, long d) {
    return call(number, a, b, Memory.addressOf(c), d, 0, 0, c, null);
  }

  static long call(long number, long a, @Nullable Memory b, @Nullable Memory c, long d) {
    return call(number, a, Memory.addressOf(b), Memory.addressOf(c), d, 0, 0, b, c);
  }

  static long call(long number, long a, long b, Memory c, long d, @Nullable Memory e) {
    return call(number, a, b, c.address(), d, Memory.addressOf(e), 0, c, e);
  }

  static long call(long number, long a, long b, Memory c, @Nullable Memory d) {
    return call(number, a, b, c.address(), Memory.addressOf(d), 0, 0, c, d);
  }

  static long call(long number, long a, Memory b, @Nullable Memory c) {
    return call(number, a, b.address(), Memory.addressOf(c), 0, 0, 0, b, c);
  }

  static long call(long number, Memory a, long b, @Nullable Memory c) {
    return call(number, a.address(), b, Memory.addressOf(c), 0, 0, 0, a, c);
  }

  static long call(long number, long a, long b, long c, Memory d, Memory e) {
    return call(number, a, b, c, d.address(), e.address(), 0, d, e);
  }

  static long call(long number, Memory a, long b, long c) {
    return call(number, a.address(), b, c, 0, 0, 0, a, null);
  }

  static long call(long number, long a, long b, long c, long d, long e, long f) {
    return call(number, a, b, c, d, e, f, null, null);
  }
}
