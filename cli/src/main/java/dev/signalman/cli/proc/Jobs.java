package dev.signalman.cli.proc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// The place of a process among the jobs of a terminal: proc_pid_stat(5).
///
/// @param pid the process itself, by the number that `/proc` knows it by: in a pid namespace with
///   the `/proc` of another one that is not getpid(2)
/// @param parent the parent's pid
/// @param group the process group
/// @param session the session
/// @param onTerminal whether the session has a terminal
public record Jobs(int pid, int parent, int group, int session, boolean onTerminal) {
  /// That of this process now.
  public static Jobs current() throws IOException {
    return of("self");
  }

  /// Whether there is a terminal whose keys may reach this process.
  public static boolean hasTerminal() {
    try {
      return current().onTerminal;
    } catch (IOException e) {
      return false; // no /proc: then no key is known to come
    }
  }

  private static Jobs of(String pid) throws IOException {
    return parse(
        Files.readString(Path.of("/proc", pid, "stat"), StandardCharsets.ISO_8859_1)); // any name
  }

  /// The name of the command, which may have anything in it, is in parentheses before the rest.
  ///
  /// @throws IllegalArgumentException if it is no such file; the message quotes it
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
    return new IllegalArgumentException("a stat file of /proc says \"" + stat + '"');
  }

  /// Whether this process leads its session: then the kernel tells it of a hang-up, and nobody
  /// else.
  public boolean leadsSession() {
    return session == pid;
  }

  /// Whether nobody could continue this process's group once it has stopped (setpgid(2)): its
  /// parent is of another session, or of the group itself.
  public boolean isOrphaned() throws IOException {
    try {
      Jobs parents = of(Integer.toString(parent));
      return parents.session != session || parents.group == group;
    } catch (NoSuchFileException e) {
      return true; // it has ended, or lives outside of this pid namespace
    }
  }
}
