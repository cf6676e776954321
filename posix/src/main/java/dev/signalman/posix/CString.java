package dev.signalman.posix;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Memory that C owns, at an address that came from C.
final class CString {
  private CString() {}

  /// Opens a view on it.
  @SuppressWarnings("restricted") // the caller got address and size from the kernel
  static MemorySegment view(long address, long size) {
    return MemorySegment.ofAddress(address).reinterpret(size);
  }

  /// Reads a string that C never frees; null for no address.
  static @Nullable String at(long address) {
    return address == 0 ? null : view(address, Long.MAX_VALUE).getString(0);
  }
}
