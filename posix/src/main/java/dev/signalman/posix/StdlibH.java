package dev.signalman.posix;

import org.jspecify.annotations.Nullable;

/// `<stdlib.h>`.
public final class StdlibH {
  private static final CFunction GETENV = CFunction.of("getenv");

  private StdlibH() {}

  /// `getenv(3)`: a variable of this process's environment as the C library knows it, which is the
  /// one that it looks up programs by.
  ///
  /// @return the bytes, or null if it is not set
  public static byte @Nullable [] getenv(String name) {
    return CString.bytesAt(GETENV.value(Memory.string(name), 0));
  }
}
