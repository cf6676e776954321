package dev.signalman.posix;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/// A function of the C library, for work that the kernel does not do. Of a result that C declares
/// as `int`, only the lower half is used.
///
/// A record, because the compiler treats the fields of a constant record as constants.
///
/// @param name the name in C
/// @param address its address
record CFunction(String name, MemorySegment address) {

  /// The function of the given name. If the C library has none, each call of it throws an
  /// `UnsupportedOperationException`: classes look their functions up when they are initialised,
  /// and an exception there would be an error wherever the class is used.
  static CFunction of(String name) {
    CFunction function = find(name);
    return function == null ? new CFunction(name, MemorySegment.NULL) : function;
  }

  /// The function of the given name, or null.
  static @Nullable CFunction find(String name) {
    MemorySegment address = Door.find(name);
    return address == null ? null : new CFunction(name, address);
  }

  /// A function at a known address.
  ///
  /// @param name its name, for tests
  static CFunction at(String name, long address) {
    return new CFunction(name, MemorySegment.ofAddress(address));
  }

  /// Calls a function that returns an error number, or 0.
  ///
  /// @return 0 or `-errno`
  int error(Memory a) {
    return error(a.address(), 0, 0, a, null);
  }

  int error(Memory a, long b) {
    return error(a.address(), b, 0, a, null);
  }

  int error(Memory a, long b, long c) {
    return error(a.address(), b, c, a, null);
  }

  int error(Memory a, Memory b) {
    return error(a.address(), b.address(), 0, a, b);
  }

  int error(Memory a, long b, Memory c, long d) {
    int errno = CallSeam.ON ? CallSeam.before(name) : 0;
    return errno != 0
        ? -errno
        : -(int) Door.call(address, a.address(), b, c.address(), d, 0, 0, 0, a, c);
  }

  /// The same with six blocks, all allocated by this library.
  int error(Memory a, Memory b, Memory c, Memory d, Memory e, Memory f) {
    Door.requireOurs(a);
    Door.requireOurs(b);
    Door.requireOurs(c);
    Door.requireOurs(d);
    Door.requireOurs(e);
    Door.requireOurs(f);
    requirePresent();
    int errno = CallSeam.ON ? CallSeam.before(name) : 0;
    if (errno != 0) {
      return -errno;
    }
    try {
      return -(int)
          Door.call(
              address,
              a.address(),
              b.address(),
              c.address(),
              d.address(),
              e.address(),
              f.address(),
              0,
              null,
              null);
    } finally {
      Reference.reachabilityFence(a);
      Reference.reachabilityFence(b);
      Reference.reachabilityFence(c);
      Reference.reachabilityFence(d);
      Reference.reachabilityFence(e);
      Reference.reachabilityFence(f);
    }
  }

  /// Checks that the C library has it.
  ///
  /// @throws UnsupportedOperationException if it has not
  void requirePresent() {
    if (address.address() == 0) {
      throw new UnsupportedOperationException("the C library has no function " + name);
    }
  }

  private int error(long a, long b, long c, Memory owner, @Nullable Memory other) {
    requirePresent();
    int errno = CallSeam.ON ? CallSeam.before(name) : 0;
    return errno != 0 ? -errno : -(int) Door.call(address, a, b, c, 0, 0, 0, 0, owner, other);
  }

  /// Calls a function that returns -1 for one reason only, which `errno` names.
  ///
  /// @return 0 or `-errno`
  int flag(int errno, long a, @Nullable Memory b, @Nullable Memory c) {
    requirePresent();
    boolean fails = CallSeam.ON && CallSeam.before(name) != 0;
    long result =
        fails
            ? -1
            : Door.call(address, a, Memory.addressOf(b), Memory.addressOf(c), 0, 0, 0, 0, b, c);
    return (int) result == -1 ? -errno : 0;
  }

  /// Calls a function of an integer and a block that has no errors; 0 means that it found nothing.
  long value(long a, @Nullable Memory b) {
    requirePresent();
    if (CallSeam.ON && CallSeam.before(name) != 0) {
      return 0;
    }
    return Door.call(address, a, Memory.addressOf(b), 0, 0, 0, 0, 0, b, null);
  }

  /// The same, the block first.
  long value(Memory a, long b) {
    requirePresent();
    if (CallSeam.ON && CallSeam.before(name) != 0) {
      return 0;
    }
    return Door.call(address, a.address(), b, 0, 0, 0, 0, 0, a, null);
  }

  /// Calls a function of six integers; the caller interprets the result.
  long value(long a, long b, long c, long d, long e, long f) {
    requirePresent();
    return Door.call(address, a, b, c, d, e, f, 0, null, null);
  }
}
