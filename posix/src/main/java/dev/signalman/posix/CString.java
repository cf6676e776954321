package dev.signalman.posix;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Strings that C owns.
final class CString {
  private static final CFunction STRLEN = CFunction.of("strlen");

  private CString() {}

  /// Reads a string that C never frees; null for the address 0. It avoids `getString`, whose first
  /// use takes 20 ms.
  static @Nullable String at(long address) {
    byte[] bytes = bytesAt(address);
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  /// The same in bytes.
  static byte @Nullable [] bytesAt(long address) {
    if (address == 0) {
      return null;
    }
    byte[] bytes = new byte[Math.toIntExact(STRLEN.value(address, null))];
    Memory.view(address, bytes.length).asByteBuffer().get(bytes);
    return bytes;
  }
}
