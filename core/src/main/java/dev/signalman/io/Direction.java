package dev.signalman.io;

import dev.signalman.internal.engine.Poller;
import dev.signalman.posix.Memory;
import dev.signalman.posix.PollH;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Reading or writing of one descriptor: one thread at a time, and its wait.
final class Direction {
  private final ReentrantLock turn = new ReentrantLock();
  private final int number;
  private final short event;
  private @Nullable Memory question;

  /// Made by the first wait, since most descriptors never need one.
  private volatile @Nullable Poller poller;

  Direction(int number, short event) {
    this.number = number;
    this.event = event;
  }

  /// Waits until it is the calling thread's turn.
  void begin() throws InterruptedIOException {
    if (!tryBegin()) {
      try {
        turn.lockInterruptibly();
      } catch (InterruptedException _) {
        throw interrupted();
      }
    }
  }

  /// Begins unless it is another thread's turn.
  boolean tryBegin() {
    return turn.tryLock();
  }

  void end() {
    turn.unlock();
  }

  /// Whether the kernel is ready now; to be asked by whose turn it is.
  boolean isReady() {
    Memory present = question;
    if (present == null) {
      present = Memory.allocate(PollH.POLLFD_SIZE).putInt(0, number);
      question = present;
    }
    return PollH.poll(present.putInt(4, event), 1, 0) > 0;
  }

  /// Makes what [#await] needs. The caller looks once more whether the descriptor is still open
  /// before it waits: only then does [#wake] reach it for certain.
  Poller prepare() throws IOException {
    Poller present = poller;
    if (present == null) {
      present = Poller.open(2);
      try {
        present.add(number, event);
      } catch (IOException e) {
        present.close();
        throw e;
      }
      poller = present;
    }
    return present;
  }

  /// Waits until the kernel is ready, somebody calls [#wake], or for no reason: a wake-up that came
  /// too late for an earlier wait ends this one.
  void await(Poller poller) throws InterruptedIOException {
    try {
      poller.ready(number, poller.await(Poller.FOREVER));
    } catch (InterruptedException _) {
      throw interrupted();
    }
  }

  private InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted while waiting for descriptor " + number);
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
