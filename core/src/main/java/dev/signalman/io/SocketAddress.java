package dev.signalman.io;

import dev.signalman.posix.Memory;
import dev.signalman.posix.SocketH;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Makes the kernel's form of a socket's path: `struct sockaddr_un`.
final class SocketAddress {
  private static final int LONGEST = SocketH.SOCKADDR_UN_SIZE - SocketH.SUN_PATH - 1;

  private SocketAddress() {}

  static Memory of(Path path) {
    byte[] bytes = path.toString().getBytes(StandardCharsets.UTF_8);
    if (bytes.length == 0 || bytes.length > LONGEST) {
      throw new IllegalArgumentException(
          "the path of a socket has 1 to " + LONGEST + " bytes, not " + bytes.length + ": " + path);
    }
    Memory address = Memory.allocate(SocketH.SOCKADDR_UN_SIZE);
    address.putInt(0, SocketH.AF_UNIX); // the family is a short; the rest is zero so far
    address.slice(SocketH.SUN_PATH, bytes.length).putBytes(bytes);
    return address;
  }
}
