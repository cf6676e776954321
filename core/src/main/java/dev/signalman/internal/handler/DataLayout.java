package dev.signalman.internal.handler;

/// The layout of the handler code's data. The code has the same offsets in its `.set` lines.
///
/// Code begins at offset 0 of the mapping, data at [#DATA_OFFSET]; all other offsets count from the
/// start of the data. Numbers have the byte order of the machine, masks are the kernel's (bit `n -
/// 1` stands for signal `n`). A fresh mapping is all zeros, which is wrong for two of them:
/// descriptors have to be set to -1 or to a pipe, and [#KEEP] to all ones.
public final class DataLayout {

  /// Start of the data, from the start of the code: the largest page size of the two architectures,
  /// so that code and data never share a page, and one can be executable while the other is
  /// writable.
  public static final long DATA_OFFSET = 0x10000;

  /// Bytes to map, code and data together. The space between the two is never touched.
  public static final long MAPPING_SIZE = DATA_OFFSET + 0x21000;

  /// Eight bytes: the signals that `deliver` blocks in the interrupted thread, in addition to its
  /// own mask.
  public static final long MASK = 0x000;

  /// Eight bytes: the signals that `setUp` blocks in the interrupted thread, in addition to its own
  /// mask.
  public static final long BLOCK = 0x008;

  /// Eight bytes: the signals that `setUp` leaves blocked. All ones, except the signals to be
  /// unblocked.
  public static final long KEEP = 0x010;

  /// Eight bytes: how often `setUp` ran, which is also the index of its next [#answer]. The code
  /// adds to it atomically.
  public static final long ACKS = 0x018;

  /// Eight bytes: a number that `setUp` reads before [#BLOCK] and [#KEEP] and puts into its answer.
  public static final long EPOCH = 0x020;

  /// Four bytes: the id of this process.
  public static final long PID = 0x028;

  /// Size of a record in a pipe: one `siginfo_t`, as the kernel made it.
  public static final int RECORD_SIZE = 128;

  /// The number of slots for answers. A later answer overwrites the oldest.
  public static final int SLOTS = 4096;

  /// In an [#answer], eight bytes: its index plus one, written last. With any other number, the
  /// rest is not yet written.
  public static final long ANSWER_SEQUENCE = 0;

  /// In an [#answer], eight bytes: the id of the thread that ran `setUp`.
  public static final long ANSWER_TID = 8;

  /// In an [#answer], eight bytes: the mask that the thread had before.
  public static final long ANSWER_MASK = 16;

  /// In an [#answer], eight bytes: the [#EPOCH] that it saw.
  public static final long ANSWER_EPOCH = 24;

  private static final long ANSWERS = 0x1000;
  private static final long ANSWER_SIZE = 32;
  private static final long FDS = 0x100;
  private static final long DROPPED = 0x300;
  private static final long NEXT = 0x600;
  private static final int HIGHEST_SIGNAL = 64;

  private DataLayout() {}

  /// Four bytes: the descriptor of the pipe for a signal, or -1 to drop every record.
  ///
  /// The descriptor must be non-blocking, or a full pipe stops the interrupted thread for good.
  /// Once stored here it must stay open: a thread may have read the number and not yet written, and
  /// would write into the next file that gets the number. The read end stays open as long, since
  /// writing to a pipe without a reader raises `SIGPIPE` in the interrupted thread.
  public static long fd(int signal) {
    return FDS + Integer.BYTES * (long) checked(signal);
  }

  /// Eight bytes: the number of records of a signal that could not be written. The code adds to it
  /// atomically.
  public static long dropped(int signal) {
    return DROPPED + Long.BYTES * (long) checked(signal);
  }

  /// Eight bytes: address of the handler, of the `SA_SIGINFO` kind, that `deliverOrPass` passes a
  /// signal on to. It must be set before that entry is installed: the code jumps without a check.
  public static long next(int signal) {
    return NEXT + Long.BYTES * (long) checked(signal);
  }

  /// The place of the answer of `setUp` with number `index`, counted from zero. The places form a
  /// ring.
  public static long answer(long index) {
    return ANSWERS + (index & (SLOTS - 1)) * ANSWER_SIZE;
  }

  private static int checked(int signal) {
    if (signal < 1 || signal > HIGHEST_SIGNAL) {
      throw new IllegalArgumentException(
          "no such signal: " + signal + "; write a number from 1 to " + HIGHEST_SIGNAL);
    }
    return signal;
  }
}
