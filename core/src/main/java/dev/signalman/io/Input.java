package dev.signalman.io;

import dev.signalman.posix.ErrnoH;
import dev.signalman.posix.Memory;
import dev.signalman.posix.PollH;
import dev.signalman.posix.UnistdH;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.function.IntToLongFunction;

/// Reading from an [Fd].
final class Input {
  private static final int WOULD_WAIT = -2;

  private final Descriptor descriptor;
  private final Direction direction;
  private final Growth growth;

  Input(Descriptor descriptor, Growth growth, OpenNumber open) {
    this.descriptor = descriptor;
    this.growth = growth;
    this.direction = new Direction(descriptor, PollH.POLLIN, open.reading());
  }

  Direction direction() {
    return direction;
  }

  /// See [Fd#read].
  int read(ByteBuffer target) throws IOException {
    checkWritable(target);
    direction.begin();
    try {
      int count = readNow(target);
      while (count == WOULD_WAIT) {
        direction.await();
        count = readNow(target);
      }
      return count;
    } finally {
      direction.end();
    }
  }

  /// See [Fd#readAvailable].
  int readAvailable(ByteBuffer target) throws IOException {
    checkWritable(target);
    if (!direction.tryBegin()) {
      return 0;
    }
    try {
      int count = readNow(target);
      return count == WOULD_WAIT ? 0 : count;
    } finally {
      direction.end();
    }
  }

  /// Called before anything is read: it would be lost.
  static void checkWritable(ByteBuffer target) {
    if (target.isReadOnly()) {
      throw new ReadOnlyBufferException();
    }
  }

  private int readNow(ByteBuffer target) throws IOException {
    if (!target.hasRemaining()) {
      return 0;
    }
    if (target.isDirect()) {
      int count = readNow(Memory.of(target), target.remaining());
      target.position(target.position() + Math.max(0, count));
      return count;
    }
    Memory buffer = Buffers.take();
    try {
      int count = readNow(buffer, target.remaining());
      buffer.copyTo(target, Math.max(0, count));
      return count;
    } finally {
      Buffers.giveBack(buffer);
    }
  }

  private int readNow(Memory buffer, int room) throws IOException {
    while (true) {
      int number = descriptor.number();
      long count = direction.isReady() ? UnistdH.read(number, buffer, room) : -ErrnoH.EAGAIN;
      growth.afterRead(number, count, room);
      if (count > 0) {
        return (int) count;
      }
      if (count == 0) {
        return -1;
      }
      if (count == -ErrnoH.EAGAIN) {
        return WOULD_WAIT;
      }
      descriptor.failUnlessInterrupted("read", count);
    }
  }

  /// Makes a system call that receives something, once there is something.
  long whenReadable(String call, IntToLongFunction operation) throws IOException {
    direction.begin();
    try {
      return direction.when(
          call, number -> direction.isReady() ? operation.applyAsLong(number) : -ErrnoH.EAGAIN);
    } finally {
      direction.end();
    }
  }
}
