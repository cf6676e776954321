package dev.signalman.cli.stop;

import dev.signalman.cli.proc.ProcFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Says whose a process is.
final class Owners {
  private static final Path USERS = Path.of("/etc/passwd");

  private Owners() {}

  /// A text such as `it belongs to root (uid 0)`, or one that says that it is another user's.
  static String words(int pid) {
    try {
      return ProcFolder.of(pid)
          .ids()
          .map(ids -> "it belongs to " + user(ids.user()))
          .orElse("it belongs to another user");
    } catch (IOException _) {
      return "it belongs to another user"; // whose processes are hidden from this one
    }
  }

  private static String user(long uid) {
    try {
      for (String line : Files.readAllLines(USERS, StandardCharsets.ISO_8859_1)) {
        String[] fields = line.split(":", 4);
        if (fields.length == 4 && fields[2].equals(Long.toString(uid))) {
          return fields[0] + " (uid " + uid + ")";
        }
      }
    } catch (IOException _) {
      // A system without this file: the number says enough.
    }
    return "uid " + uid;
  }
}
