package dev.signalman.io;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Buffers from text and back.
final class Bytes {
  private Bytes() {}

  static ByteBuffer of(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  /// What one read yields, or null at the end.
  static String read(Fd fd) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    return fd.read(buffer) < 0 ? "end" : UTF_8.decode(buffer.flip()).toString();
  }

  /// What is there without waiting.
  static String available(Fd fd) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    int count = fd.readAvailable(buffer);
    return count < 0 ? "end" : UTF_8.decode(buffer.flip()).toString();
  }

  /// Fills whatever is behind `fd` until it takes no more.
  static long fill(Fd fd) throws IOException {
    long total = 0;
    ByteBuffer block = ByteBuffer.allocate(1 << 16);
    for (int count = fd.writeAvailable(block); count > 0; count = fd.writeAvailable(block)) {
      total += count;
      block.clear();
    }
    return total;
  }
}
