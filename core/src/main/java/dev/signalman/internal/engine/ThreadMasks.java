package dev.signalman.internal.engine;

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
  private static final String BLOCKED = "\nSigBlk:\t";

  private ThreadMasks() {}

  /// Whether the kernel shows them here at all.
  static boolean readable() {
    return Files.isReadable(TASKS);
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
    int start = status.indexOf(BLOCKED);
    if (start < 0) {
      return OptionalLong.empty();
    }
    start += BLOCKED.length();
    return OptionalLong.of(HexFormat.fromHexDigitsToLong(status, start, start + 16));
  }
}
