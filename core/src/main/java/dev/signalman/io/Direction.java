package dev.signalman.io;

import dev.signalman.internal.engine.Poller;
import dev.signalman.posix.Memory;
import dev.signalman.posix.PollH;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Reading or writing of one descriptor: one thread at a time, its wait, and its buffer.
final class Direction {
  private static final int BUFFER = 1 << 16;

  final ReentrantLock lock = new ReentrantLock();
  private final int number;
  private final short event;
  private @Nullable Memory buffer;

  /// Made by the first wait, since most descriptors never need one.
  private volatile @Nullable Poller poller;

  Direction(int number, short event) {
    this.number = number;
    this.event = event;
  }

  /// Between the Java heap and the kernel; to be used under the lock.
  Memory buffer() {
    Memory present = buffer;
    if (present == null) {
      present = Memory.allocate(BUFFER);
      buffer = present;
    }
    return present;
  }

  /// Whether the kernel is ready now.
  boolean isReady() {
    Memory poll = Memory.allocate(PollH.POLLFD_SIZE).putInt(0, number).putInt(4, event);
    return PollH.poll(poll, 1, 0) > 0;
  }

  /// Makes what [#await] needs. The caller looks once more whether the descriptor is still open
  /// before it waits: only then does [#wake] reach it for certain.
  Poller prepare() throws IOException {
    Poller present = poller;
    if (present == null) {
      present = Poller.open(2);
      present.add(number, event);
      poller = present;
    }
    return present;
  }

  /// Waits until the kernel is ready, or somebody calls [#wake].
  void await(Poller poller) throws InterruptedIOException {
    try {
      poller.ready(number, poller.await(Poller.FOREVER));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for descriptor " + number);
    }
  }

  void wake() {
    Poller present = poller;
    if (present != null) {
      present.wake();
    }
  }

  void close() {
    Poller present = poller;
    if (present != null) {
      present.close();
    }
  }
}
