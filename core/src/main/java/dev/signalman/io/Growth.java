package dev.signalman.io;

import dev.signalman.posix.ErrnoH;
import dev.signalman.posix.FcntlH;

/// Notices from one end of a pipe that it is too small, and lets it grow, once.
///
/// The thread whose turn it is reports each read and write. As long as there is room this costs no
/// system call. A reader cannot see that the pipe is full, only that it did not become empty: if
/// every read takes exactly what has just been written, the pipe may grow although it never was
/// full.
final class Growth {
  /// The capacity of a new pipe, with pages of 4 KiB.
  static final int BEFORE = 1 << 16;

  static final int AFTER = 1 << 18;

  /// The growth of a pipe that never grows.
  static final Growth NONE = new Growth(true);

  private boolean decided;
  private long readSinceEmpty;

  private Growth(boolean decided) {
    this.decided = decided;
  }

  static Growth once() {
    return new Growth(false);
  }

  /// Lets the pipe grow if its whole capacity was read, with buffers of any size, since it was last
  /// seen empty.
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

  /// Lets the pipe grow if not all bytes found room.
  ///
  /// @param result of write(2), or `-errno`
  /// @return whether it has grown, so that there is room now
  boolean afterWrite(int number, long result, long length) {
    boolean full = result == -ErrnoH.EAGAIN || (result >= 0 && result < length);
    return full && !decided && grow(number);
  }

  private boolean grow(int number) {
    decided = true;
    // Another size was chosen by someone, or is all that the kernel had to give. A refusal is no
    // failure: the user's pipes hold too much already, and this one stays as it is.
    return FcntlH.fcntl(number, FcntlH.F_GETPIPE_SZ, 0) == BEFORE
        && FcntlH.fcntl(number, FcntlH.F_SETPIPE_SZ, AFTER) > 0;
  }
}
