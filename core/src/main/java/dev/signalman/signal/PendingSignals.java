package dev.signalman.signal;

import dev.signalman.SignalSet;
import dev.signalman.posix.Memory;
import dev.signalman.posix.SignalH;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What the kernel has pending, as proc(5) shows it. sigpending(2) says the same, but only to the
/// thread that asks, and a virtual thread has none of its own.
final class PendingSignals {
  private static final Path STATUS = Path.of("/proc/thread-self/status");

  private static final String THREAD = "SigPnd:";

  private PendingSignals() {}

  static SignalSet ofThisThread() {
    return in(status(), !Thread.currentThread().isVirtual());
  }

  /// What is pending for the calling platform thread and not for all of its process, of `signals`
  /// that it blocks.
  static SignalSet ofThisThreadAmong(SignalSet signals) {
    Memory set = Memory.allocate(Long.BYTES);
    SignalH.sigpending(set);
    SignalSet pending = SignalSet.ofMask(set.getLong(0) & signals.mask());
    return pending.isEmpty() ? pending : ofThisThreadAlone(pending);
  }

  /// Of the process's own, however many they are, none need go by way of this thread. They do where
  /// nothing can be read, for this ends what somebody has begun, and must not fail.
  private static SignalSet ofThisThreadAlone(SignalSet pending) {
    try {
      long mask = field(Files.readAllLines(STATUS), THREAD);
      return SignalSet.ofMask(mask & pending.mask());
    } catch (IOException _) {
      return pending; // no descriptor is left, or there is no /proc
    }
  }

  private static List<String> status() {
    try {
      return Files.readAllLines(STATUS);
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
      mask |= field(status, THREAD);
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
