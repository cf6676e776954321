package dev.signalman.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The processes of a process group, as `/proc` shows them (proc_pid_stat(5)).
final class GroupMembers {
  private static final int STATE = 0;
  private static final int GROUP = 2;

  private GroupMembers() {}

  /// Whether a process of the group runs. One that has ended stays in its group until its parent
  /// waits for it, which process 1 of a container may never do: that one does not count. True also
  /// if `/proc` cannot be read.
  static boolean anyRuns(int group) {
    String[] pids = new File("/proc").list((_, name) -> Character.isDigit(name.charAt(0)));
    if (pids == null) {
      return true;
    }
    for (String pid : pids) {
      if (runsIn(group, pid)) {
        return true;
      }
    }
    return false;
  }

  private static boolean runsIn(int group, String pid) {
    try {
      byte[] stat = Files.readAllBytes(Path.of("/proc", pid, "stat"));
      return runsIn(group, stat);
    } catch (IOException _) {
      return false; // it has just ended
    }
  }

  /// @param stat the file's content; the name is in brackets and may have any character
  static boolean runsIn(int group, byte[] stat) {
    String text = new String(stat, StandardCharsets.ISO_8859_1);
    int end = text.lastIndexOf(')');
    if (end < 0 || end + 2 >= text.length()) {
      return false;
    }
    String[] fields = text.substring(end + 2).split(" ", GROUP + 2);
    return fields.length > GROUP
        && fields[GROUP].equals(Integer.toString(group))
        && !fields[STATE].equals("Z")
        && !fields[STATE].equals("X");
  }
}
