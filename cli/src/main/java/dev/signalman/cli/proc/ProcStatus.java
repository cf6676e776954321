package dev.signalman.cli.proc;

import java.nio.charset.StandardCharsets;

/// The lines of `/proc/PID/status` about the signals of a process or of one thread
/// (proc_pid_status(5)). In the masks bit 0 is signal 1.
///
/// @param name the command, or the thread's name, of at most 15 bytes
/// @param pending the signals that are pending for this thread alone
/// @param sharedPending the signals that are pending for the process
/// @param blocked the signals that this thread blocks
/// @param ignored the signals that the process ignores
/// @param caught the signals for which the process has handlers
/// @param queued the number of signals that are queued for the owner of the process
/// @param queueLimit the largest such number; negative means no limit
public record ProcStatus(
    String name,
    long pending,
    long sharedPending,
    long blocked,
    long ignored,
    long caught,
    long queued,
    long queueLimit) {

  /// Reads the file's content.
  ///
  /// @throws IllegalArgumentException if a line is missing or wrong; the message names it
  static ProcStatus parse(byte[] content) {
    // One char for each byte: names may contain any bytes, and are decoded below.
    String text = "\n" + new String(content, StandardCharsets.ISO_8859_1);
    String queue = field(text, "SigQ");
    int slash = queue.indexOf('/');
    if (slash < 0) {
      throw bad("SigQ", queue);
    }
    return new ProcStatus(
        unescape(field(text, "Name")),
        mask(text, "SigPnd"),
        mask(text, "ShdPnd"),
        mask(text, "SigBlk"),
        mask(text, "SigIgn"),
        mask(text, "SigCgt"),
        number("SigQ", queue.substring(0, slash), 10),
        number("SigQ", queue.substring(slash + 1), 10));
  }

  /// Whether the process has a handler for a signal.
  public boolean catches(int signal) {
    return (caught >>> (signal - 1) & 1) != 0;
  }

  private static String field(String text, String name) {
    int line = text.indexOf("\n" + name + ":\t");
    if (line < 0) {
      throw new IllegalArgumentException("no line " + name + " in a status file of /proc");
    }
    int start = line + name.length() + 3;
    int end = text.indexOf('\n', start);
    return text.substring(start, end < 0 ? text.length() : end);
  }

  private static long mask(String text, String name) {
    return number(name, field(text, name), 16);
  }

  private static long number(String name, String digits, int radix) {
    try {
      return Long.parseUnsignedLong(digits, radix);
    } catch (NumberFormatException e) {
      throw bad(name, digits);
    }
  }

  private static IllegalArgumentException bad(String name, String value) {
    return new IllegalArgumentException(
        "line " + name + " of a status file of /proc is wrong: \"" + value + '"');
  }

  /// The kernel writes a line feed in a name as `\n` and a backslash as `\\`. It changes nothing
  /// else.
  private static String unescape(String name) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char character = name.charAt(i);
      if (character == '\\' && i + 1 < name.length()) {
        i++;
        character = name.charAt(i) == 'n' ? '\n' : name.charAt(i);
      }
      plain.append(character);
    }
    return new String(
        plain.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
