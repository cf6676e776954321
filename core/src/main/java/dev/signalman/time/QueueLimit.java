package dev.signalman.time;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How near this process's user is to the limit of timers and queued signals, in words for an
/// exception.
final class QueueLimit {
  private static final String FIELD = "SigQ:";

  private QueueLimit() {}

  static String describe() {
    return "with " + inUse() + " timers and queued signals in use (RLIMIT_SIGPENDING)";
  }

  private static String inUse() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith(FIELD)) {
          return line.substring(FIELD.length()).strip().replace("/", " of ");
        }
      }
    } catch (IOException _) {
      // Without /proc: the exception to come is the one that matters.
    }
    return "all";
  }
}
