package dev.signalman.cli.proc;

import java.nio.charset.StandardCharsets;

/// The numbers in `/proc/PID/status` that tell whose a process or thread is (proc_pid_status(5)).
///
/// @param process the process; it differs from the number of the folder if that is a thread's
/// @param tracer the process that traces it, such as a debugger, or 0
/// @param user the real user id
public record ProcIds(int process, int tracer, long user) {
  /// Reads the file's content.
  ///
  /// @throws IllegalArgumentException if a line is missing or wrong; the message names it
  static ProcIds parse(byte[] content) {
    String text = "\n" + new String(content, StandardCharsets.ISO_8859_1);
    return new ProcIds(
        (int) number(text, "Tgid"), (int) number(text, "TracerPid"), number(text, "Uid"));
  }

  /// The first number of a line.
  private static long number(String text, String name) {
    int line = text.indexOf("\n" + name + ":\t");
    int start = line + name.length() + 3;
    int end = start;
    while (line >= 0 && end < text.length() && Character.isDigit(text.charAt(end))) {
      end++;
    }
    try {
      return Long.parseLong(line < 0 ? "" : text.substring(start, end));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "no number in line " + name + " of a status file of /proc", e);
    }
  }
}
