package dev.signalman.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// The processes of a process group, as `/proc` shows them (proc_pid_stat(5)).
final class GroupMembers {
  private static final int STATE = 0;
  private static final int GROUP = 2;
  private static final int THREADS = 17;

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
      return runsIn(group, Files.readAllBytes(Path.of("/proc", pid, "stat")));
    } catch (NoSuchFileException _) {
      return false; // it has just ended
    } catch (IOException e) {
      // ESRCH: it ended while it was read. Anything else is unknown, and may be one of the group.
      return !String.valueOf(e.getMessage()).contains("No such process");
    }
  }

  /// @param stat the file's content; the name is in brackets and may have any character
  static boolean runsIn(int group, byte[] stat) {
    String text = new String(stat, StandardCharsets.ISO_8859_1);
    int end = text.lastIndexOf(')');
    if (end < 0 || end + 2 >= text.length()) {
      return false;
    }
    String[] fields = text.substring(end + 2).split(" ", THREADS + 2);
    if (fields.length <= THREADS || !fields[GROUP].equals(Integer.toString(group))) {
      return false;
    }
    boolean firstThreadEnded = fields[STATE].equals("Z") || fields[STATE].equals("X");
    return !firstThreadEnded || !(fields[THREADS].equals("0") || fields[THREADS].equals("1"));
  }
}
