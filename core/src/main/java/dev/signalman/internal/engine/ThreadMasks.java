package dev.signalman.internal.engine;

import dev.signalman.Errno;
import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.posix.FcntlH;
import dev.signalman.posix.Memory;
import dev.signalman.posix.UnistdH;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/// The signal masks of this process's threads, as the kernel shows them in proc(5).
final class ThreadMasks {
  static {
    Calls.loaded(SpareDescriptors.class, SpareDescriptors.Work.class);
  }

  private static final Path TASKS = Path.of("/proc/self/task");
  private static final int BLOCK = 4_096;
  private static final int DIGITS = 16;
  private static final String BLOCKED = "\nSigBlk:\t";

  private static final long WHILE_BUSY =
      Action.DURING_HANDLER & ~SignalSet.of(Signal.KILL, Signal.STOP).mask();

  /// Whether the kernel shows them here at all. Not asked by reading, which fails also for want of
  /// a descriptor.
  static final boolean VISIBLE = Files.isReadable(TASKS.resolve(UnistdH.gettid() + "/status"));

  private ThreadMasks() {}

  /// Whether a mask has a signal in it.
  static boolean blocks(long mask, Signal signal) {
    return (mask & 1L << (signal.number() - 1)) != 0;
  }

  /// Whether a mask has all in it that the kernel blocks while a handler runs.
  static boolean isBusy(long mask) {
    return (mask & WHILE_BUSY) == WHILE_BUSY;
  }

  /// Whether a thread with such a mask may be inside one of our handlers: in there it still takes
  /// its own faults. One that blocks everything of its own accord most often blocks those as well.
  static boolean isHandling(long mask) {
    return isBusy(mask) && (mask & Action.FAULTS) == 0;
  }

  /// The mask of each thread, by thread id, but for those of [SpareDescriptors]. Threads may come
  /// and go meanwhile.
  ///
  /// @throws UncheckedIOException if the kernel does not show them, though not for want of a
  ///   descriptor of this process
  static Map<Integer, Long> read() {
    try {
      return list();
    } catch (IOException e) {
      return listWithSpareDescriptors(e);
    }
  }

  private static Map<Integer, Long> listWithSpareDescriptors(IOException failure) {
    try {
      return SpareDescriptors.lend(ThreadMasks::list);
    } catch (IOException e) {
      e.addSuppressed(failure);
      throw new UncheckedIOException("cannot read the masks of threads: " + e.getMessage(), e);
    }
  }

  private static Map<Integer, Long> list() throws IOException {
    Map<Integer, Long> masks = new LinkedHashMap<>();
    Memory block = Memory.allocate(BLOCK);
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
      for (Path task : tasks) {
        int tid = Integer.parseInt(task.getFileName().toString());
        String status = status(tid, block);
        OptionalLong mask = blocked(status);
        if (mask.isPresent() && !SpareDescriptors.isSpare(status, mask.getAsLong())) {
          masks.put(tid, mask.getAsLong());
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return masks;
  }

  /// The status file of a thread; empty if it ended after the listing. Not read by way of
  /// `java.nio.file`, which closes no standard descriptor but puts `/dev/null` there.
  private static String status(int tid, Memory block) throws IOException {
    Memory path = Memory.string(TASKS + "/" + tid + "/status");
    int file = FcntlH.open(path, FcntlH.O_RDONLY | FcntlH.O_CLOEXEC, 0);
    if (file == -Errno.ENOENT.number() || file == -Errno.ESRCH.number()) {
      return "";
    }
    Calls.check(file, () -> "open(" + TASKS + "/" + tid + "/status)");
    StringBuilder status = new StringBuilder();
    long count;
    do {
      count = UnistdH.readAny(file, block); // fails only if the thread has ended meanwhile
      status.append(new String(block.getBytes((int) count), StandardCharsets.ISO_8859_1));
    } while (count > 0);
    UnistdH.close(file);
    return status.toString();
  }

  /// What a status file says is blocked; empty if it does not say.
  ///
  /// @throws IllegalStateException if it says something else than a mask
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
