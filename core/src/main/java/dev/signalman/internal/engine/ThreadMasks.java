package dev.signalman.internal.engine;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.posix.UnistdH;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/// The signal masks of this process's threads, as the kernel shows them in proc(5).
final class ThreadMasks {
  private static final Path TASKS = Path.of("/proc/self/task");
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

  /// The mask of each thread, by thread id. Threads may come and go meanwhile.
  static Map<Integer, Long> read() {
    Map<Integer, Long> masks = new LinkedHashMap<>();
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
      for (Path task : tasks) {
        int tid = Integer.parseInt(task.getFileName().toString());
        mask(task).ifPresent(mask -> masks.put(tid, mask));
      }
    } catch (DirectoryIteratorException e) {
      throw new UncheckedIOException(e.getCause());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return masks;
  }

  private static OptionalLong mask(Path task) throws IOException {
    String status;
    try {
      status = Files.readString(task.resolve("status"), StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      return OptionalLong.empty(); // the thread ended after the listing
    } catch (IOException e) {
      if (Files.exists(task)) {
        throw e;
      }
      return OptionalLong.empty(); // ESRCH: it ended between open and read
    }
    return blocked(status);
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
