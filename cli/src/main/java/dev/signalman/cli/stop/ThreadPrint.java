package dev.signalman.cli.stop;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the threads that keep a HotSpot VM from ending, in what `jcmd PID Thread.print` writes.
final class ThreadPrint {
  /// A thread that is in the way.
  ///
  /// @param name its name
  /// @param hook whether it is a shutdown hook
  /// @param state as in `Thread.State`, such as `TIMED_WAITING`; empty if it was not written
  /// @param stack its calls, the innermost first
  record Obstacle(String name, boolean hook, String state, List<String> stack) {
    /// A text such as `shutdown hook "flush", TIMED_WAITING in java.lang.Thread.sleep(Thread.java),
    /// called by app.Store.flush(Store.java:12)`.
    String words() {
      StringBuilder text = new StringBuilder();
      text.append(hook ? "shutdown hook \"" : "thread \"").append(name).append('"');
      if (!state.isEmpty()) {
        text.append(", ").append(state);
      }
      if (!stack.isEmpty()) {
        text.append(" in ").append(stack.getFirst());
      }
      stack.stream()
          .filter(frame -> !OF_THE_JDK.matcher(frame).lookingAt())
          .findFirst()
          .filter(frame -> !frame.equals(stack.getFirst()))
          .ifPresent(frame -> text.append(", called by ").append(frame));
      return text.toString();
    }
  }

  /// One thread as it is written.
  private record Entry(String name, long number, boolean daemon, String state, List<String> stack) {
    boolean calls(String method) {
      return stack.stream().anyMatch(frame -> frame.startsWith(method));
    }

    Obstacle as(boolean hook) {
      return new Obstacle(name, hook, state, List.copyOf(stack));
    }
  }

  private static final Pattern OF_THE_JDK = Pattern.compile("(java|javax|jdk|sun|com\\.sun)\\.");

  /// Java's own threads have a number; those of the VM have none.
  private static final Pattern HEADER = Pattern.compile("\"(.*)\" #(\\d+)( .*)");

  private static final Pattern STATE =
      Pattern.compile("\\s+java\\.lang\\.Thread\\.State: ([A-Z_]+).*");

  private static final Pattern FRAME = Pattern.compile("\\s+at (.+)");

  /// A module and its version, before the name of a file.
  private static final Pattern MODULE = Pattern.compile("\\([^()/]*/");

  private static final String HOOKS = "java.lang.ApplicationShutdownHooks.runHooks";

  private ThreadPrint() {}

  /// The threads in the way: while hooks run, those; otherwise every thread that is no daemon.
  static List<Obstacle> obstacles(String text) {
    List<Entry> entries = entries(text);
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).calls(HOOKS)) {
        return duringShutdown(entries, i);
      }
    }
    return entries.stream()
        .filter(entry -> !entry.daemon && !entry.stack.isEmpty())
        .map(entry -> entry.as(false))
        .toList();
  }

  /// A hook was made before the shutdown began and started after that. The list is in the order of
  /// the starts, and the numbers are in the order in which the threads were made. The thread that
  /// waits for the hooks tells when the shutdown began, if it is the one that the VM made for that:
  /// for a signal, or at the end of `main`. Otherwise hooks cannot be distinguished from other
  /// threads.
  private static List<Obstacle> duringShutdown(List<Entry> entries, int waiting) {
    Entry waits = entries.get(waiting);
    boolean marks = waits.calls("java.lang.Terminator") || waits.name.equals("DestroyJavaVM");
    List<Obstacle> found = new ArrayList<>();
    for (int i = marks ? waiting + 1 : 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      boolean hook = marks && entry.number < waits.number;
      if (!entry.stack.isEmpty() && (hook || !entry.daemon)) {
        found.add(entry.as(hook));
      }
    }
    return found;
  }

  private static List<Entry> entries(String text) {
    List<Entry> entries = new ArrayList<>();
    Entry current = null;
    for (String line : text.lines().toList()) {
      Matcher header = HEADER.matcher(line);
      Matcher state = STATE.matcher(line);
      Matcher frame = FRAME.matcher(line);
      if (header.matches()) {
        current =
            new Entry(
                header.group(1),
                number(header.group(2)),
                header.group(3).contains(" daemon "),
                "",
                new ArrayList<>());
        entries.add(current);
      } else if (line.isEmpty() || line.charAt(0) == '"') {
        current = null; // the end of a thread, or a thread of the VM
      } else if (current != null && state.matches()) {
        entries.removeLast();
        current =
            new Entry(current.name, current.number, current.daemon, state.group(1), current.stack);
        entries.add(current);
      } else if (current != null && frame.matches()) {
        current.stack.add(MODULE.matcher(frame.group(1)).replaceFirst("("));
      }
    }
    return entries;
  }

  private static long number(String digits) {
    return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
  }
}
