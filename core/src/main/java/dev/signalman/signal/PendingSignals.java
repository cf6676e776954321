package dev.signalman.signal;

import dev.signalman.SignalSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What the kernel has pending, as proc(5) shows it. sigpending(2) says the same, but only to the
/// thread that asks, and a virtual thread has none of its own.
final class PendingSignals {
  private static final Path STATUS = Path.of("/proc/thread-self/status");

  private PendingSignals() {}

  static SignalSet ofThisThread() {
    try {
      List<String> status = Files.readAllLines(STATUS);
      long mask = field(status, "ShdPnd:");
      if (!Thread.currentThread().isVirtual()) {
        mask |= field(status, "SigPnd:");
      }
      return SignalSet.ofMask(mask);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read what is pending: " + STATUS, e);
    }
  }

  private static long field(List<String> status, String name) {
    for (String line : status) {
      if (line.startsWith(name)) {
        return Long.parseUnsignedLong(line.substring(name.length()).strip(), 16);
      }
    }
    return 0;
  }
}
