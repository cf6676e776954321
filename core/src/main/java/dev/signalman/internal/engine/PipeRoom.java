package dev.signalman.internal.engine;

import dev.signalman.Capabilities;
import dev.signalman.posix.FcntlH;
import dev.signalman.posix.IoctlH;
import dev.signalman.posix.Memory;
import java.util.ArrayList;
import java.util.List;

/// How much a receiver's pipe holds: little at first, because what the pipes of a user may hold
/// counts against a limit of that user, and twice as much whenever a read finds the pipe half full.
///
/// A read that takes less than half of what the pipe may hold, and does not fill its buffer, costs
/// nothing more. For the thread that reads, but for [#takeAll()].
final class PipeRoom {
  /// What the kernel gives a pipe, with pages of 4 KiB: 512 records. Where the user's pipes hold
  /// too much already it is two pages or one.
  static final int FIRST = 1 << 16;

  /// The first size where the pipe is all that there is, with no queue of the kernel before it:
  /// 4,096 records. Then a burst at full speed has filled a smaller one before its reader is awake.
  static final int FIRST_ALONE = 1 << 19;

  /// 8,192 records.
  static final int MOST = 1 << 20;

  private static final String REFUSED =
      "F_SETPIPE_SZ: a receiver's pipe got less room than it needed, most likely because the user's"
          + " pipes may hold no more (/proc/sys/fs/pipe-user-pages-soft); what finds it full is"
          + " dropped and counted";

  static {
    if (Calls.FROM_FOLDER) {
      Calls.loaded(IoctlH.class, FcntlH.class);
    }
  }

  /// Whether any pipe of this process was refused the room that it needed.
  private static volatile boolean refusedOnce;

  private final int pipe;
  private final Memory left = Memory.allocate(Integer.BYTES);
  private volatile int capacity;

  /// Whether the pipe has asked since it was last seen less than half full.
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
  /// @param count bytes that were read
  /// @param room that there was for them
  void afterRead(long count, long room) {
    long half = capacity / 2;
    if (count < Math.min(room, half)) {
      refused = false;
    } else if (capacity < MOST && !refused && (count >= half || count + left() >= half)) {
      grow(Math.max(capacity, FIRST / 2) * 2);
    }
  }

  /// A pipe that does not tell counts as full.
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

  /// What was found out at the start, and whether a pipe has been refused since.
  static Capabilities shownIn(Capabilities probed) {
    if (!refusedOnce) {
      return probed;
    }
    List<String> missing = new ArrayList<>(probed.missing());
    missing.add(REFUSED);
    return new Capabilities(
        probed.mode(), probed.cause(), probed.pidfd(), probed.groups(), false, missing);
  }
}
