package dev.signalman.internal.kernel;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.posix.DirentH;
import dev.signalman.posix.FcntlH;
import dev.signalman.posix.Memory;
import dev.signalman.posix.UnistdH;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/// The threads of this process, as `/proc/self/task` lists them.
///
/// The kernel lists them in the order in which they were made. A thread that is made meanwhile
/// comes last; if one ends meanwhile, others may be left out.
public final class ThreadList {
  private static final int BLOCK = 32_768;
  private static final int NONE = -1;

  private final Memory path = Memory.string(ThreadMasks.TASKS);
  // A name is read as one long, also at the end of the block.
  private final Memory entries = Memory.allocate(BLOCK + Long.BYTES);
  private final Memory room = entries.slice(0, BLOCK);
  private int[] tids = new int[256];
  private int count;

  /// Reads the list again.
  ///
  /// @throws UncheckedIOException if the kernel does not show them; a lack of descriptors is no
  ///   cause
  public void read() {
    int result = list(NONE);
    if (result < 0) {
      readWithSpareDescriptors(result);
    }
  }

  /// The same for a caller that does not depend on the list.
  ///
  /// @return whether the list could be read
  public boolean tryRead() {
    return list(NONE) == 0;
  }

  private void readWithSpareDescriptors(int failure) {
    try {
      int result = SpareDescriptors.lend(new Listing());
      if (result < 0) {
        throw failed(result);
      }
    } catch (IOException e) {
      e.addSuppressed(failed(failure));
      throw new UncheckedIOException("cannot list the threads: " + e.getMessage(), e);
    }
  }

  private static PosixException failed(int result) {
    return new PosixException("open or getdents64(" + ThreadMasks.TASKS + ")", new Errno(-result));
  }

  /// Lists the threads except the listing one, which exists only for that.
  private final class Listing implements SpareDescriptors.Work<Integer> {
    @Override
    public Integer run() {
      return list(UnistdH.gettid());
    }
  }

  /// @return 0 or `-errno`
  private int list(int without) {
    count = 0;
    int directory = FcntlH.open(path, FcntlH.O_RDONLY | FcntlH.O_CLOEXEC, 0);
    if (directory < 0) {
      return directory;
    }
    long size = DirentH.getdents64(directory, room);
    while (size > 0) {
      take(size, without);
      size = DirentH.getdents64(directory, room);
    }
    UnistdH.close(directory);
    return (int) size;
  }

  private void take(long size, int without) {
    for (long at = 0; at < size; at += entries.getInt(at + DirentH.D_RECLEN) & 0xffff) {
      int tid = number(entries.getLong(at + DirentH.D_NAME));
      if (tid > 0 && tid != without) {
        if (count == tids.length) {
          tids = Arrays.copyOf(tids, count * 2);
        }
        tids[count++] = tid;
      }
    }
  }

  /// Parses a name as a number.
  ///
  /// @param name the first eight characters, the first one in the lowest byte; no id is longer
  /// @return the number, 0 if the name is none
  static int number(long name) {
    int number = 0;
    for (long rest = name; (byte) rest >= '0' && (byte) rest <= '9'; rest >>>= Byte.SIZE) {
      number = number * 10 + (byte) rest - '0';
    }
    return number;
  }

  public int size() {
    return count;
  }

  public int tid(int index) {
    return tids[index];
  }
}
