package dev.signalman.io;

import dev.signalman.posix.ErrnoH;
import dev.signalman.posix.Memory;
import dev.signalman.posix.PollH;
import dev.signalman.posix.UnistdH;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.function.IntToLongFunction;

/// Writing to an [Fd].
final class Output {
  private static final int WOULD_WAIT = -2;

  /// PIPE_BUF: as many bytes as a blocking pipe takes without waiting whenever it is ready at all.
  private static final int SURE_WRITE = 4096;

  private final Descriptor descriptor;
  private final Direction direction;
  private final Growth growth;

  Output(Descriptor descriptor, Growth growth, OpenNumber open) {
    this.descriptor = descriptor;
    this.growth = growth;
    this.direction = new Direction(descriptor, PollH.POLLOUT, open.writing());
  }

  Direction direction() {
    return direction;
  }

  /// See [Fd#write].
  void write(ByteBuffer source) throws IOException {
    direction.begin();
    try {
      writeAll(source, source.position());
    } finally {
      direction.end();
    }
  }

  private void writeAll(ByteBuffer source, int start) throws IOException {
    if (source.isDirect()) {
      writeAll(source, Memory.of(source), start);
      return;
    }
    Memory buffer = Buffers.take();
    try {
      while (source.hasRemaining()) {
        int length = buffer.copyFrom(source);
        writeAll(source, buffer.slice(0, length), start);
      }
    } finally {
      Buffers.giveBack(buffer);
    }
  }

  /// Writes a copy of the source's next bytes, and moves its position.
  private void writeAll(ByteBuffer source, Memory bytes, int start) throws IOException {
    long left = bytes.size();
    while (left > 0) {
      int count = writeNow(bytes.slice(bytes.size() - left, left));
      if (count == WOULD_WAIT) {
        await(source.position() - start);
      } else {
        left -= count;
        source.position(source.position() + count);
      }
    }
  }

  private void await(int written) throws IOException {
    try {
      direction.await();
    } catch (InterruptedIOException e) {
      e.bytesTransferred = written;
      throw e;
    }
  }

  /// See [Fd#writeAvailable].
  int writeAvailable(ByteBuffer source) throws IOException {
    if (!direction.tryBegin()) {
      return 0;
    }
    try {
      return source.hasRemaining() ? writeWhatFits(source) : 0;
    } finally {
      direction.end();
    }
  }

  private int writeWhatFits(ByteBuffer source) throws IOException {
    int count;
    if (source.isDirect()) {
      count = Math.max(0, writeNow(Memory.of(source)));
    } else {
      Memory buffer = Buffers.take();
      try {
        count = Math.max(0, writeNow(buffer.slice(0, buffer.copyFrom(source))));
      } finally {
        Buffers.giveBack(buffer);
      }
    }
    source.position(source.position() + count);
    return count;
  }

  private int writeNow(Memory bytes) throws IOException {
    int number = descriptor.number();
    boolean sure = descriptor.isNonBlocking();
    long length = sure ? bytes.size() : Math.min(bytes.size(), SURE_WRITE);
    while (true) {
      boolean ready = sure || direction.isReady();
      long count = ready ? UnistdH.write(number, bytes, length) : -ErrnoH.EAGAIN;
      boolean grown = growth.afterWrite(number, count, length);
      if (count >= 0) {
        return (int) count;
      }
      if (count != -ErrnoH.EAGAIN) {
        descriptor.failUnlessInterrupted("write", count);
      } else if (!grown) {
        return WOULD_WAIT;
      }
    }
  }

  /// Makes a system call that does not wait and sends the beginning of `source`, once there is
  /// room; then writes the rest, and no other thread writes in between.
  void writeFirst(String call, IntToLongFunction operation, ByteBuffer source) throws IOException {
    direction.begin();
    try {
      int start = source.position();
      long sent = direction.when(call, operation);
      source.position(start + (int) sent);
      writeAll(source, start);
    } finally {
      direction.end();
    }
  }
}
