package dev.signalman.cli.proc;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the commands of the senders. They are looked up as soon as a signal arrives, because a
/// sender has often ended a moment later.
///
/// An answer is used for one second, so that a flood from one process costs one look-up. In theory
/// another process may get the same pid within that time.
public final class Senders {
  private static final long LIFETIME = 1_000_000_000;
  private static final int CAPACITY = 1_000;

  private record Answer(@Nullable String command, long since) {}

  private final Map<Integer, Answer> answers = new HashMap<>();

  /// The command of the process, or null if it has ended, is in another pid namespace, or is
  /// hidden.
  public @Nullable String command(int pid) {
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
      return null; // it exists but may not be read, so its name is not known
    }
  }
}
