package dev.signalman.signal;

import dev.signalman.SignalSet;
import dev.signalman.testkit.ProcFs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;

/// The calling platform thread as the kernel shows it, which is not how the library sees it.
final class ThisThread {
  private ThisThread() {}

  static String tid() throws IOException {
    return Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName().toString();
  }

  static SignalSet blocked() throws IOException {
    return set(status().blocked());
  }

  static SignalSet pending() throws IOException {
    return set(status().pending());
  }

  private static ProcFs status() throws IOException {
    return ProcFs.thread(ProcessHandle.current().pid(), Long.parseLong(tid()));
  }

  private static SignalSet set(BitSet numbers) {
    long mask = numbers.stream().mapToLong(number -> 1L << (number - 1)).reduce(0, (a, b) -> a | b);
    return SignalSet.ofMask(mask);
  }
}
