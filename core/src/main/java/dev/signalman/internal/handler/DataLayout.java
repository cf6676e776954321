package dev.signalman.internal.handler;

/// Where the handler code finds its data. The code names the same offsets in its `.set` lines.
///
/// Code begins at offset 0 of the mapping, data at [#DATA_OFFSET]; all other offsets count from the
/// start of the data. Numbers have the byte order of the machine, masks are the kernel's (bit `n -
/// 1` stands for signal `n`). A fresh mapping is all zeros, which is wrong for two of them:
/// descriptors have to be set to -1 or to a pipe, and [#KEEP] to all ones.
public final class DataLayout {

  /// Start of the data, from the start of the code: the largest page size there is on the two
  /// architectures, so that code and data never share a page and the one can be executable while
  /// the other is writable.
  public static final long DATA_OFFSET = 0x10000;

  /// Bytes to map, code and data together. What lies between the two is never touched.
  public static final long MAPPING_SIZE = DATA_OFFSET + 0x21000;

  /// Eight bytes: what `deliver` blocks in the interrupted thread, in addition to its own mask.
  public static final long MASK = 0x000;

  /// Eight bytes: what `setUp` blocks in the interrupted thread, in addition to its own mask.
  public static final long BLOCK = 0x008;

  /// Eight bytes: what `setUp` leaves blocked. All ones, except the signals to be unblocked.
  public static final long KEEP = 0x010;

  /// Eight bytes: how often `setUp` ran, which is also the index of its next [#answer]. The code
  /// adds to it atomically.
  public static final long ACKS = 0x018;

  /// Eight bytes: a number that `setUp` reads before [#BLOCK] and [#KEEP] and puts into its answer.
  public static final long EPOCH = 0x020;

  /// Four bytes: id of this process.
  public static final long PID = 0x028;

  /// Size of a record in a pipe: one `siginfo_t`, as the kernel made it.
  public static final int RECORD_SIZE = 128;

  /// How many answers there is room for. A later one overwrites the oldest.
  public static final int SLOTS = 4096;

  /// In an [#answer], eight bytes: its index plus one, written last. Any other number: the rest
  /// does not stand yet.
  public static final long ANSWER_SEQUENCE = 0;

  /// In an [#answer], eight bytes: the id of the thread that ran `setUp`.
  public static final long ANSWER_TID = 8;

  /// In an [#answer], eight bytes: its mask of before.
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

  /// Four bytes: descriptor of the pipe for a signal, or -1 if every record is to be dropped.
  ///
  /// The descriptor must be non-blocking, or a full pipe stops the interrupted thread for good. It
  /// must stay open once it has been here: a thread may have read the number and not yet written,
  /// and would write into whatever file gets the number next. The reading end stays open as long,
  /// since writing to a pipe that nobody reads raises `SIGPIPE` in the interrupted thread.
  public static long fd(int signal) {
    return FDS + Integer.BYTES * (long) checked(signal);
  }

  /// Eight bytes: how many records of a signal could not be written. The code adds to it
  /// atomically.
  public static long dropped(int signal) {
    return DROPPED + Long.BYTES * (long) checked(signal);
  }

  /// Eight bytes: address of the handler, of the `SA_SIGINFO` kind, that `deliverOrPass` passes a
  /// signal on to. It must be there before that entry is installed: the code jumps without a check.
  public static long next(int signal) {
    return NEXT + Long.BYTES * (long) checked(signal);
  }

  /// Where `setUp` leaves its answer number `index`, counted from zero: a ring.
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
