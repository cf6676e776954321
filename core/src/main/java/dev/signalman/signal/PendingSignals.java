package dev.signalman.signal;

import dev.signalman.SignalSet;
import dev.signalman.posix.Memory;
import dev.signalman.posix.SignalH;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The signals that are pending in the kernel, as proc(5) shows them. sigpending(2) says the same,
/// but only about the calling thread, and a virtual thread has no pending signals of its own.
final class PendingSignals {
  private static final Path STATUS = Path.of("/proc/thread-self/status");

  private static final String THREAD = "SigPnd:";

  private PendingSignals() {}

  static SignalSet ofThisThread() {
    return in(status(), !Thread.currentThread().isVirtual());
  }

  /// Those of the blocked `signals` that are pending for the calling platform thread and not for
  /// the whole process.
  static SignalSet ofThisThreadAmong(SignalSet signals) {
    Memory set = Memory.allocate(Long.BYTES);
    SignalH.sigpending(set);
    SignalSet pending = SignalSet.ofMask(set.getLong(0) & signals.mask());
    return pending.isEmpty() ? pending : ofThisThreadAlone(pending);
  }

  /// Leaves out signals that are pending for the process: this thread need not take them. They stay
  /// in if the status file cannot be read, because the caller undoes a change and must not fail.
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
      throw new UncheckedIOException("cannot read the pending signals: " + STATUS, e);
    }
  }

  /// The signals that a status file shows as pending for the process and, if wanted, for the
  /// thread.
  ///
  /// @throws IllegalStateException if the file holds something other than a mask
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
