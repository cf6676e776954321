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
      return in(Files.readAllLines(STATUS), !Thread.currentThread().isVirtual());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read what is pending: " + STATUS, e);
    }
  }

  /// What a status file says is pending for the process and, if wanted, for the thread.
  ///
  /// @throws IllegalStateException if it says something else than a mask
  static SignalSet in(List<String> status, boolean threadToo) {
    long mask = field(status, "ShdPnd:");
    if (threadToo) {
      mask |= field(status, "SigPnd:");
    }
    return SignalSet.ofMask(mask);
  }

  private static long field(List<String> status, String name) {
    for (String line : status) {
      if (line.startsWith(name)) {
        return mask(name, line.substring(name.length()).strip());
      }
    }
    return 0;
  }

  private static long mask(String name, String digits) {
    try {
      return Long.parseUnsignedLong(digits, 16);
    } catch (NumberFormatException e) {
      throw new IllegalStateException("line " + name + " of " + STATUS + " says " + digits, e);
    }
  }
}
