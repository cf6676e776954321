package dev.signalman.internal.engine;

import dev.signalman.SignalInfo;
import dev.signalman.posix.Memory;
import dev.signalman.posix.PassingWait;
import dev.signalman.posix.UnistdH;
import org.jspecify.annotations.Nullable;

/// Records read in one go and not yet handed out.
final class Backlog {
  private static final int CAPACITY = 64;

  private final boolean fromHandler;
  private final Memory bytes = Memory.allocate((long) CAPACITY * Records.SIZE);
  private long end;
  private long position;
  private boolean full;

  /// @param fromHandler whether the handler code wrote the records, or the kernel
  Backlog(boolean fromHandler) {
    this.fromHandler = fromHandler;
  }

  /// Whether no record is left. Skips records that are no signal.
  boolean isEmpty() {
    while (position < end && !Records.describesSignal(bytes, position)) {
      position += Records.SIZE;
    }
    return position == end;
  }

  /// Whether the last read filled the buffer.
  boolean wasFull() {
    return full;
  }

  int number() {
    return Records.number(bytes, position);
  }

  /// Takes the first record. It stays if there is no memory to describe it.
  SignalInfo take() {
    SignalInfo info =
        fromHandler ? Records.fromHandler(bytes, position) : Records.fromSignalfd(bytes, position);
    skip();
    return info;
  }

  /// Skips the first record.
  void skip() {
    position += Records.SIZE;
  }

  /// Reads from a non-blocking descriptor. If there is nothing, or a signal interrupts, the backlog
  /// is empty. The kernel and the handler code write whole records, so a partial one comes from
  /// other code; it is dropped so that the next read begins with a record again.
  void read(int descriptor) {
    if (isEmpty()) {
      fill(descriptor);
    }
  }

  /// The same for a pipe, which gets more room if it was half full.
  void read(int descriptor, PipeRoom room) {
    if (isEmpty()) {
      room.afterRead(fill(descriptor), bytes.size());
    }
  }

  /// A wait that reads a record into an empty backlog.
  @Nullable PassingWait passingWait(long tag, int signalfd) {
    return PassingWait.of(tag, signalfd, bytes);
  }

  /// Says that such a wait has read one.
  void readByWait() {
    full = false;
    end = Records.SIZE;
    position = 0;
  }

  private long fill(int descriptor) {
    long count = UnistdH.readAny(descriptor, bytes);
    full = count == bytes.size();
    end = count - count % Records.SIZE;
    position = 0;
    return count;
  }
}
