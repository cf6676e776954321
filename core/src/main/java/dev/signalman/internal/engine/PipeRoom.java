package dev.signalman.internal.engine;

import dev.signalman.Capabilities;
import dev.signalman.posix.FcntlH;
import dev.signalman.posix.IoctlH;
import dev.signalman.posix.Memory;

/// The capacity of a receiver's pipe: small at first, because all pipes of a user count against one
/// limit, and doubled whenever a read finds the pipe half full.
///
/// A read of less than half the capacity that does not fill its buffer costs nothing extra. Only
/// for the reading thread, except [#takeAll()].
final class PipeRoom {
  /// The kernel's default, with pages of 4 KiB: 512 records. If the user's pipes hold too much
  /// already, it is two pages or one.
  static final int FIRST = 1 << 16;

  /// The first size if all signals come by the pipe, without the kernel's queue before it: 4,096
  /// records. A burst at full speed fills a smaller pipe before its reader is awake.
  static final int FIRST_ALONE = 1 << 19;

  /// 8,192 records.
  static final int MOST = 1 << 20;

  private static final String REFUSED =
      "F_SETPIPE_SZ: a receiver's pipe got less room than it needed, most likely because the user's"
          + " pipes may hold no more (/proc/sys/fs/pipe-user-pages-soft); signals that find it full"
          + " are dropped and counted";

  /// Whether the kernel has refused any pipe of this process the room that it needed.
  private static volatile boolean refusedOnce;

  private final int pipe;
  private final Memory left = Memory.allocate(Integer.BYTES);
  private volatile int capacity;

  /// Whether more room was refused since the pipe was last seen less than half full.
  private boolean refused;

  /// @param pipe either end
  /// @param alone whether all signals come by the pipe
  PipeRoom(int pipe, boolean alone) {
    this.pipe = pipe;
    capacity = FcntlH.fcntl(pipe, FcntlH.F_GETPIPE_SZ, 0);
    if (alone) {
      takeAll();
    }
    if (capacity < FIRST) {
      tell();
    }
  }

  /// All signals are to come by the pipe, or so many that a burst would fill one of the usual size.
  void takeAll() {
    if (capacity >= FIRST && capacity < FIRST_ALONE) {
      grow(FIRST_ALONE);
    }
  }

  /// Gives the pipe more room if it was half full.
  ///
  /// @param count the number of bytes read
  /// @param room the size of the buffer
  void afterRead(long count, long room) {
    long half = capacity / 2;
    if (count < Math.min(room, half)) {
      refused = false;
    } else if (capacity < MOST && !refused && (count >= half || count + left() >= half)) {
      grow(Math.max(capacity, FIRST / 2) * 2);
    }
  }

  /// The bytes left in the pipe; a pipe that does not tell counts as full.
  private long left() {
    return IoctlH.ioctl(pipe, IoctlH.FIONREAD, left) < 0 ? MOST : left.getInt(0);
  }

  private void grow(int wanted) {
    int granted = FcntlH.fcntl(pipe, FcntlH.F_SETPIPE_SZ, wanted);
    if (granted > 0) {
      capacity = granted;
    } else {
      refused = true;
      tell();
    }
  }

  private static void tell() {
    refusedOnce = true;
  }

  /// The capabilities found at the start, updated if a pipe has been refused room since.
  static Capabilities shownIn(Capabilities probed) {
    if (!refusedOnce) {
      return probed;
    }
    return probed.without(Capabilities.Promise.PIPES, REFUSED);
  }
}
