package dev.signalman.internal.engine;

import dev.signalman.SignalInfo;
import dev.signalman.posix.Memory;
import dev.signalman.posix.UnistdH;

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

  /// Passes over what is no signal.
  boolean isEmpty() {
    while (position < end && !Records.describesSignal(bytes, position)) {
      position += Records.SIZE;
    }
    return position == end;
  }

  /// Whether the last reading took all that there was room for.
  boolean wasFull() {
    return full;
  }

  int number() {
    return Records.number(bytes, position);
  }

  /// The first record. It stays if there is no memory to tell it in.
  SignalInfo take() {
    SignalInfo info =
        fromHandler ? Records.fromHandler(bytes, position) : Records.fromSignalfd(bytes, position);
    skip();
    return info;
  }

  /// Passes over the first record.
  void skip() {
    position += Records.SIZE;
  }

  /// The descriptor does not wait; nothing there, or a signal in between, is an empty backlog. The
  /// kernel and the handler code write whole records, so a part of one is from a stranger; without
  /// it the next reading begins with a record again.
  void read(int descriptor) {
    if (isEmpty()) {
      fill(descriptor);
    }
  }

  /// The same of a pipe, which gets more room if it was half full.
  void read(int descriptor, PipeRoom room) {
    if (isEmpty()) {
      room.afterRead(fill(descriptor), bytes.size());
    }
  }

  private long fill(int descriptor) {
    long count = UnistdH.readAny(descriptor, bytes);
    full = count == bytes.size();
    end = count - count % Records.SIZE;
    position = 0;
    return count;
  }
}
