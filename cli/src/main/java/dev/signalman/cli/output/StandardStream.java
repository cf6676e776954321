package dev.signalman.cli.output;

import dev.signalman.io.Fd;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/// Standard output or standard error, also where the caller has put it into non-blocking mode,
/// which it then stays in: a pipe that is full for the moment is waited for. The streams of
/// `java.io` take it for broken, and do not tell how much they have written.
final class StandardStream extends OutputStream {
  private final int number;
  private final FileChannel channel;
  private @Nullable Fd waiting;

  /// @param number 1 or 2
  StandardStream(int number) {
    this.number = number;
    FileDescriptor descriptor = number == 1 ? FileDescriptor.out : FileDescriptor.err;
    this.channel = new FileOutputStream(descriptor).getChannel();
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(bytes, offset, length);
    while (waiting == null && left.hasRemaining()) {
      if (channel.write(left) == 0) { // EAGAIN
        waiting = Fd.inherited(number);
      }
    }
    if (waiting != null) {
      waiting.write(left);
    }
  }
}
