package dev.signalman.time;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Says for an exception how much of the limit of timers and queued signals this process's user has
/// used.
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
      // Without /proc the number is left out: the caller's exception matters more.
    }
    return "all";
  }
}
