package dev.signalman.lifecycle;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the JSON thread dump of JDK 25, in which each field and each element has a line of its own
/// (`HotSpotDiagnosticMXBean.dumpThreads`). Unknown fields are skipped.
final class ThreadDump {
  /// A thread of the dump.
  static final class Entry {
    final String tid;
    String name = "";
    String blockedOn = "";
    final List<String> stack = new ArrayList<>();
    final List<String> monitors = new ArrayList<>();

    Entry(String tid) {
      this.tid = tid;
    }
  }

  private final List<Entry> threads = new ArrayList<>();
  private @Nullable List<String> open;

  static ThreadDump parse(List<String> lines) {
    ThreadDump dump = new ThreadDump();
    for (String line : lines) {
      dump.read(line.strip());
    }
    return dump;
  }

  private void read(String line) {
    if (line.startsWith("]")) {
      open = null;
    } else if (open != null) {
      if (line.startsWith("\"")) {
        open.add(text(line, 0));
      }
    } else if (line.startsWith("\"tid\": \"")) {
      threads.add(new Entry(text(line, 7)));
    } else if (!threads.isEmpty()) {
      readField(threads.getLast(), line);
    }
  }

  private void readField(Entry thread, String line) {
    if (line.startsWith("\"name\": \"") && thread.name.isEmpty()) {
      thread.name = text(line, 8);
    } else if (line.startsWith("\"blockedOn\": \"")) {
      thread.blockedOn = text(line, 13);
    } else if (line.startsWith("\"stack\": [")) {
      open = thread.stack;
    } else if (line.startsWith("\"locks\": [")) {
      open = thread.monitors;
    }
  }

  /// The text in quotation marks from `begin` on.
  private static String text(String line, int begin) {
    StringBuilder text = new StringBuilder();
    for (int i = begin + 1; i < line.length() && line.charAt(i) != '"'; i++) {
      if (line.charAt(i) == '\\' && i + 1 < line.length()) {
        i++;
      }
      text.append(line.charAt(i));
    }
    return text.toString();
  }

  @Nullable Entry thread(long tid) {
    String wanted = Long.toString(tid);
    for (Entry thread : threads) {
      if (thread.tid.equals(wanted)) {
        return thread;
      }
    }
    return null;
  }

  @Nullable Entry ownerOf(String monitor) {
    for (Entry thread : threads) {
      if (thread.monitors.contains(monitor) && !thread.blockedOn.equals(monitor)) {
        return thread;
      }
    }
    return null;
  }
}
