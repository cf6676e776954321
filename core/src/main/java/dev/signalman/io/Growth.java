package dev.signalman.io;

import dev.signalman.internal.engine.Calls;
import dev.signalman.posix.FcntlH;

/// Whether a pipe has proved too small, as seen from one of its ends; then it grows, once.
///
/// To be told of each read and write by whose turn it is. As long as there is room this costs no
/// system call. Whoever reads cannot see that the pipe is full, only that it did not become empty:
/// if all reads take exactly what has just been written, it may grow though it never was full.
final class Growth {
  /// What a pipe holds at first, with pages of 4 KiB.
  static final int BEFORE = 1 << 16;

  static final int AFTER = 1 << 18;

  /// For what never grows.
  static final Growth NONE = new Growth(true);

  static {
    if (Calls.FROM_FOLDER) {
      Calls.loaded(FcntlH.class);
    }
  }

  private boolean decided;
  private long readSinceEmpty;

  private Growth(boolean decided) {
    this.decided = decided;
  }

  static Growth once() {
    return new Growth(false);
  }

  /// Grows if as much as the pipe holds was read since it was last seen empty, with buffers of
  /// whatever size.
  ///
  /// @param result of read(2), or `-errno`
  /// @param room in the buffer; a read that leaves some has emptied the pipe
  void afterRead(int number, long result, long room) {
    if (decided) {
      return;
    }
    readSinceEmpty += Math.max(0, result);
    if (readSinceEmpty >= BEFORE) {
      grow(number);
    } else if (result < room) {
      readSinceEmpty = 0;
    }
  }

  /// Grows if not all has found room.
  ///
  /// @param result of write(2), or `-errno`
  /// @return whether it has grown, so that there is room now
  boolean afterWrite(int number, long result, long length) {
    boolean full = result == Direction.EAGAIN || (result >= 0 && result < length);
    return full && !decided && grow(number);
  }

  private boolean grow(int number) {
    decided = true;
    // Another size is somebody's wish, or all that the kernel had to give. A refusal is no failure:
    // the user's pipes hold too much already, and this one goes on as it is.
    return FcntlH.fcntl(number, FcntlH.F_GETPIPE_SZ, 0) == BEFORE
        && FcntlH.fcntl(number, FcntlH.F_SETPIPE_SZ, AFTER) > 0;
  }
}
