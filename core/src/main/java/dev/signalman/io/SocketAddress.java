package dev.signalman.io;

import dev.signalman.posix.Memory;
import dev.signalman.posix.SocketH;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Makes the kernel's form of the address of a UNIX socket: `struct sockaddr_un`. Its size is the
/// memory's.
final class SocketAddress {
  private static final int LONGEST = SocketH.SOCKADDR_UN_SIZE - SocketH.SUN_PATH - 1;

  private SocketAddress() {}

  static Memory of(Path path) {
    byte[] bytes = bytes("path", path.toString());
    Memory address = Memory.allocate(SocketH.SOCKADDR_UN_SIZE);
    address.putInt(0, SocketH.AF_UNIX); // the family is a short; the rest is zero so far
    address.slice(SocketH.SUN_PATH, bytes.length).putBytes(bytes);
    return address;
  }

  /// Such a name follows a zero byte, and ends where the address does.
  static Memory ofAbstract(String name) {
    byte[] bytes = bytes("abstract name", name);
    int start = SocketH.SUN_PATH + 1;
    Memory address = Memory.allocate(start + (long) bytes.length);
    address.putInt(0, SocketH.AF_UNIX); // also the zero byte, and the first one of the name
    address.slice(start, bytes.length).putBytes(bytes);
    return address;
  }

  private static byte[] bytes(String what, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length == 0 || bytes.length > LONGEST) {
      throw new IllegalArgumentException(
          "the "
              + what
              + " of a socket has 1 to "
              + LONGEST
              + " bytes, not "
              + bytes.length
              + ": "
              + text);
    }
    return bytes;
  }
}
