package dev.signalman.cli.proc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// The place of a process among the jobs of a terminal: proc_pid_stat(5).
///
/// @param pid the number of the process in `/proc`. It differs from getpid(2) in a pid namespace
///   with the `/proc` of another one
/// @param parent the parent's pid
/// @param group the process group
/// @param session the session
/// @param onTerminal whether the session has a terminal
public record Jobs(int pid, int parent, int group, int session, boolean onTerminal) {
  /// The present place of this process.
  public static Jobs current() throws IOException {
    return of("self");
  }

  /// Whether there is a terminal whose keys may reach this process.
  public static boolean hasTerminal() {
    try {
      return current().onTerminal;
    } catch (IOException e) {
      return false; // no /proc: unknown, so no key is expected
    }
  }

  private static Jobs of(String pid) throws IOException {
    return parse(
        Files.readString(Path.of("/proc", pid, "stat"), StandardCharsets.ISO_8859_1)); // any name
  }

  /// The name of the command is in parentheses before the rest. It may contain any character.
  ///
  /// @throws IllegalArgumentException if the content is not of this form; the message quotes it
  static Jobs parse(String stat) {
    int name = stat.indexOf(" (");
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).split(" ", 7);
    if (name < 0 || fields.length < 7 || !fields[0].isEmpty() || fields[1].length() != 1) {
      throw strange(stat);
    }
    try {
      return new Jobs(
          Integer.parseInt(stat, 0, name, 10),
          Integer.parseInt(fields[2]),
          Integer.parseInt(fields[3]),
          Integer.parseInt(fields[4]),
          Integer.parseInt(fields[5]) != 0);
    } catch (NumberFormatException _) {
      throw strange(stat);
    }
  }

  private static IllegalArgumentException strange(String stat) {
    return new IllegalArgumentException("unexpected stat file of /proc: \"" + stat + '"');
  }

  /// Whether this process leads its session. The kernel tells only the leader of a hang-up.
  public boolean leadsSession() {
    return session == pid;
  }

  /// Whether nobody could continue this process's group after it has stopped (setpgid(2)), because
  /// its parent is in another session or in the group itself.
  public boolean isOrphaned() throws IOException {
    try {
      Jobs parents = of(Integer.toString(parent));
      return parents.session != session || parents.group == group;
    } catch (NoSuchFileException e) {
      return true; // it has ended, or is outside of this pid namespace
    }
  }
}
