package dev.signalman.bench;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Memory that a sender, a reader and the program that compares them share: a mapped file, laid out
/// as `struct board` in `bench/peers/board.h`. Times are nanoseconds of CLOCK_MONOTONIC, which is
/// what `System.nanoTime()` reads on Linux.
public final class Board {
  /// Signals that it has room for; the next one takes the first one's slot.
  public static final int SLOTS = 1 << 16;

  private static final VarHandle LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final int ARRIVALS = 0;
  private static final int SENT = 4096;
  private static final int ARRIVED = SENT + Long.BYTES * SLOTS;
  private static final int SIZE = ARRIVED + Long.BYTES * SLOTS;

  private final ByteBuffer bytes;

  private Board(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /// Maps the file, which is made or enlarged where it has to be.
  public static Board open(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new Board(channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE).load());
    }
  }

  /// How many signals have arrived so far.
  public long arrivals() {
    return (long) LONGS.getAcquire(bytes, ARRIVALS);
  }

  /// Notes that the next signal arrived at `time`. Only ever called by the one reader of a board.
  public void arrive(long time) {
    long n = (long) LONGS.get(bytes, ARRIVALS);
    LONGS.set(bytes, ARRIVED + slot(n), time);
    LONGS.setRelease(bytes, ARRIVALS, n + 1);
  }

  /// Notes that signal `n` was sent at `time`.
  public void sent(long n, long time) {
    LONGS.set(bytes, SENT + slot(n), time);
  }

  /// How long signal `n` was under way.
  long latency(long n) {
    return (long) LONGS.get(bytes, ARRIVED + slot(n)) - (long) LONGS.get(bytes, SENT + slot(n));
  }

  private static int slot(long n) {
    return Long.BYTES * (int) (n % SLOTS);
  }
}
