package dev.signalman.internal.kernel;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.posix.UnistdH;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalLong;

/// The signal masks of threads of this process, as the kernel shows them in proc(5). Used for
/// threads that do not answer.
public final class ThreadMasks {
  static final String TASKS = "/proc/self/task";

  /// The signals that no thread can block.
  public static final long NEVER_BLOCKED = SignalSet.of(Signal.KILL, Signal.STOP).mask();

  private static final int DIGITS = 16;
  private static final String BLOCKED = "\nSigBlk:\t";
  private static final String STATE = "\nState:\t";

  private static final long WHILE_BUSY = SigAction.DURING_HANDLER & ~NEVER_BLOCKED;

  /// The contents of a thread's file.
  public enum Sight {
    /// A mask.
    MASK,
    /// It has ended, or takes no signals any more.
    GONE,
    /// It exists, but its mask is not shown.
    UNKNOWN
  }

  private final ThreadFile file;
  private Sight[] sights = new Sight[64];
  private long[] masks = new long[64];

  public ThreadMasks(ThreadFile file) {
    this.file = file;
  }

  /// Whether the kernel shows masks here at all.
  ///
  /// @throws PosixException if the process is out of descriptors or memory, so that the answer is
  ///   unknown
  public static boolean areVisible() throws PosixException {
    ThreadFile file = new ThreadFile();
    int result = file.status(UnistdH.gettid());
    if (result < 0 && Calls.isPassing(result)) {
      throw new PosixException("open(" + TASKS + "/self/status)", new Errno(-result));
    }
    return result >= 0 && blocked(file.text()).isPresent();
  }

  /// Whether a mask contains a signal.
  public static boolean blocks(long mask, Signal signal) {
    return (mask & 1L << (signal.number() - 1)) != 0;
  }

  /// Whether a mask contains everything that the kernel blocks while a handler runs.
  public static boolean isBusy(long mask) {
    return (mask & WHILE_BUSY) == WHILE_BUSY;
  }

  /// Whether a thread with the given mask may be inside one of our handlers, where it still takes
  /// its own faults. A thread that blocks everything by its own choice usually blocks those as
  /// well.
  public static boolean isHandling(long mask) {
    return isBusy(mask) && (mask & SigAction.FAULTS) == 0;
  }

  /// Reads the masks of the first `count` of `tids`. Threads may come and go meanwhile.
  ///
  /// @throws UncheckedIOException if their files cannot be read; a lack of descriptors is no cause
  public void readAll(int[] tids, int count) {
    if (masks.length < count) {
      masks = Arrays.copyOf(masks, tids.length);
      sights = Arrays.copyOf(sights, tids.length);
    }
    int result = read(tids, count);
    if (result < 0) {
      readWithSpareDescriptors(tids, count, result);
    }
  }

  private void readWithSpareDescriptors(int[] tids, int count, int failure) {
    try {
      int result = SpareDescriptors.lend(new Reading(tids, count));
      if (result < 0) {
        throw failed(result);
      }
    } catch (IOException e) {
      e.addSuppressed(failed(failure));
      throw new UncheckedIOException("cannot read the masks of threads: " + e.getMessage(), e);
    }
  }

  private static PosixException failed(int result) {
    return new PosixException("open(" + TASKS + "/.../status)", new Errno(-result));
  }

  private final class Reading implements SpareDescriptors.Work<Integer> {
    private final int[] tids;
    private final int count;

    private Reading(int[] tids, int count) {
      this.tids = tids;
      this.count = count;
    }

    @Override
    public Integer run() {
      return read(tids, count);
    }
  }

  private int read(int[] tids, int count) {
    for (int i = 0; i < count; i++) {
      int result = file.status(tids[i]);
      if (result < 0) {
        return result;
      }
      sights[i] = see(file.text(), i);
    }
    return 0;
  }

  private Sight see(String status, int index) {
    if (status.isEmpty() || hasEnded(status)) {
      return Sight.GONE;
    }
    OptionalLong mask = blocked(status);
    if (mask.isEmpty()) {
      return Sight.UNKNOWN;
    }
    masks[index] = mask.getAsLong();
    return SpareDescriptors.isSpare(status, masks[index]) ? Sight.GONE : Sight.MASK;
  }

  /// Whether a thread has ended but is still listed, as the first thread of a process may be.
  private static boolean hasEnded(String status) {
    int state = status.indexOf(STATE);
    if (state < 0) {
      return false;
    }
    return status.startsWith("Z", state + STATE.length())
        || status.startsWith("X", state + STATE.length());
  }

  /// The result of the last [#readAll] for thread number `index`.
  public Sight sight(int index) {
    return sights[index];
  }

  /// The mask of thread number `index`, if shown.
  public long mask(int index) {
    return masks[index];
  }

  /// The blocked signals in a status file; empty if it does not show them.
  ///
  /// @throws IllegalStateException if the file holds something other than a mask
  static OptionalLong blocked(String status) {
    int start = status.indexOf(BLOCKED);
    if (start < 0) {
      return OptionalLong.empty();
    }
    start += BLOCKED.length();
    int end = status.indexOf('\n', start);
    String mask = status.substring(start, end < 0 ? status.length() : end);
    try {
      return OptionalLong.of(HexFormat.fromHexDigitsToLong(mask, 0, DIGITS));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IllegalStateException("line SigBlk of a status file of /proc says " + mask, e);
    }
  }
}
