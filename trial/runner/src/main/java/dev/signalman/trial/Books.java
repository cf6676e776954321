package dev.signalman.trial;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What the database of a service says after its end.
///
/// @param begun requests and items, such as `request p1`
/// @param done those that were finished
/// @param closed whether the database was closed, as the last thing
record Books(Set<String> begun, Set<String> done, boolean closed) {
  private static final String BEGUN = " begun";
  private static final String DONE = " done";

  static Books of(List<String> lines) {
    boolean closed = !lines.isEmpty() && lines.getLast().equals("closed");
    return new Books(ending(lines, BEGUN), ending(lines, DONE), closed);
  }

  private static Set<String> ending(List<String> lines, String end) {
    Set<String> found = new HashSet<>();
    for (String line : lines) {
      if (line.endsWith(end)) {
        found.add(line.substring(0, line.length() - end.length()));
      }
    }
    return found;
  }

  /// How many of these pages the service had begun.
  int begunOf(List<String> pages) {
    int count = 0;
    for (String page : pages) {
      count += begun.contains("request " + page) ? 1 : 0;
    }
    return count;
  }

  /// Items that were begun and not finished.
  int itemsLost() {
    Set<String> lost = new HashSet<>(begun);
    lost.removeAll(done);
    lost.removeIf(name -> !name.startsWith("item "));
    return lost.size();
  }
}
