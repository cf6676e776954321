package dev.signalman.cli.proc;

import java.nio.charset.StandardCharsets;

/// The state of a process: proc_pid_stat(5).
///
/// @param pid its number in `/proc`
/// @param name the command, of at most 15 bytes
/// @param state a letter, such as `S` for sleeping and `Z` for a zombie
/// @param parent the parent's pid
/// @param group the process group; 0 if its first process is in an outer pid namespace
/// @param kernel whether it is a thread of the kernel
/// @param threads the number of threads
/// @param start the time of its start, in ticks since the start of the machine. Two processes that
///   have the same pid one after the other differ in it
public record ProcStat(
    int pid,
    String name,
    char state,
    int parent,
    int group,
    boolean kernel,
    int threads,
    long start) {
  // The fields after the name, counted from 0.
  private static final int STATE = 0;
  private static final int PARENT = 1;
  private static final int GROUP = 2;
  private static final int FLAGS = 6;
  private static final int THREADS = 17;
  private static final int START = 19;

  /// `PF_KTHREAD` of the kernel.
  private static final long OF_THE_KERNEL = 0x0020_0000;

  /// Whether it has ended, and its parent has not waited for it. Of a process whose first thread
  /// has ended before the others, the state is that of the first thread.
  public boolean isZombie() {
    return (state == 'Z' || state == 'X') && threads <= 1;
  }

  /// Reads the file's content. The name is in parentheses and may contain any character.
  ///
  /// @throws IllegalArgumentException if the content is not of this form; the message quotes it
  static ProcStat parse(byte[] content) {
    // One char for each byte: names may contain any bytes, and are decoded below.
    String text = new String(content, StandardCharsets.ISO_8859_1);
    int name = text.indexOf(" (");
    int end = text.lastIndexOf(") ");
    if (name < 0 || end < name) {
      throw strange(text);
    }
    String[] fields = text.substring(end + 2).split(" ", START + 2);
    if (fields.length <= START || fields[STATE].length() != 1) {
      throw strange(text);
    }
    try {
      return new ProcStat(
          Integer.parseInt(text.substring(0, name)),
          new String(
              text.substring(name + 2, end).getBytes(StandardCharsets.ISO_8859_1),
              StandardCharsets.UTF_8),
          fields[STATE].charAt(0),
          Integer.parseInt(fields[PARENT]),
          Integer.parseInt(fields[GROUP]),
          (Long.parseLong(fields[FLAGS]) & OF_THE_KERNEL) != 0,
          Integer.parseInt(fields[THREADS]),
          Long.parseLong(fields[START].strip()));
    } catch (NumberFormatException _) {
      throw strange(text);
    }
  }

  private static IllegalArgumentException strange(String text) {
    return new IllegalArgumentException("unexpected stat file of /proc: \"" + text + '"');
  }
}
