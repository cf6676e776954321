package dev.signalman.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// The place of this process among the jobs of a terminal: proc_pid_stat(5).
///
/// @param parent the parent's pid
/// @param group the process group
/// @param session the session
record Jobs(int parent, int group, int session) {
  /// That of this process now.
  static Jobs current() throws IOException {
    return of("self");
  }

  private static Jobs of(String pid) throws IOException {
    return parse(
        Files.readString(Path.of("/proc", pid, "stat"), StandardCharsets.ISO_8859_1)); // any name
  }

  /// The name of the command, which may have anything in it, is in parentheses before the rest.
  static Jobs parse(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 5);
    return new Jobs(
        Integer.parseInt(fields[1]), Integer.parseInt(fields[2]), Integer.parseInt(fields[3]));
  }

  /// Whether this process leads its session: then the kernel tells it of a hang-up, and nobody
  /// else.
  boolean leadsSession() {
    return session == (int) ProcessHandle.current().pid();
  }

  /// Whether nobody could continue this process's group once it has stopped (setpgid(2)): its
  /// parent is of another session, or of the group itself.
  boolean isOrphaned() throws IOException {
    try {
      Jobs parents = of(Integer.toString(parent));
      return parents.session != session || parents.group == group;
    } catch (NoSuchFileException e) {
      return true; // it has ended, or lives outside of this pid namespace
    }
  }
}
