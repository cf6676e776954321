package dev.signalman.cli.output;

import dev.signalman.io.Fd;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/// Standard output or standard error, for callers that may have made it non-blocking. That mode is
/// not changed: if a pipe is full, the write waits. The streams of `java.io` fail there, and do not
/// tell how much they have written.
final class StandardStream extends OutputStream {
  private final int number;
  private @Nullable FileChannel channel;
  private @Nullable Fd waiting;

  /// @param number 1 or 2
  StandardStream(int number) {
    this.number = number;
  }

  /// Made for the first write: `run` usually writes nothing, and its start is shorter without.
  private FileChannel channel() {
    FileChannel present = channel;
    if (present == null) {
      FileDescriptor descriptor = number == 1 ? FileDescriptor.out : FileDescriptor.err;
      present = new FileOutputStream(descriptor).getChannel();
      channel = present;
    }
    return present;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(bytes, offset, length);
    while (waiting == null && left.hasRemaining()) {
      if (channel().write(left) == 0) { // EAGAIN
        waiting = Fd.inherited(number);
      }
    }
    if (waiting != null) {
      waiting.write(left);
    }
  }
}
