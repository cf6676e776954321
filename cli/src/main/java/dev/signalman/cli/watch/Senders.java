package dev.signalman.cli.watch;

import dev.signalman.cli.proc.ProcFolder;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The commands behind process ids, looked up when a signal has come: a sender is often gone a
/// moment later.
///
/// An answer holds for a second, so that a flood of signals from one process costs one look. In
/// theory a pid can get another owner within that time.
final class Senders {
  private static final long LIFETIME = 1_000_000_000;
  private static final int CAPACITY = 1_000;

  private record Answer(@Nullable String command, long since) {}

  private final Map<Integer, Answer> answers = new HashMap<>();

  /// What the process runs, or null if it has ended, lives in another pid namespace, or hides.
  @Nullable String command(int pid) {
    if (pid <= 0) {
      return null;
    }
    long now = System.nanoTime();
    Answer known = answers.get(pid);
    if (known != null && now - known.since < LIFETIME) {
      return known.command;
    }
    if (answers.size() == CAPACITY) {
      answers.clear();
    }
    String command = look(pid);
    answers.put(pid, new Answer(command, now));
    return command;
  }

  private static @Nullable String look(int pid) {
    try {
      return ProcFolder.of(pid).command().orElse(null);
    } catch (IOException e) {
      return null; // it is there but may not be looked at: then its name is not known
    }
  }
}
