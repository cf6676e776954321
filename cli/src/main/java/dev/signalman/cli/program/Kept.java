package dev.signalman.cli.program;

import dev.signalman.Signal;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// Signals that could not be queued for a program because its queue is full, in their order. They
/// are bounded: of those that find no room here the number is known.
final class Kept {
  /// @param valued whether it has the value, as one that was queued has
  record Entry(Signal signal, boolean valued, long value) {}

  private final Queue<Entry> entries = new ArrayDeque<>();
  private final int limit;
  private long lost;

  Kept(int limit) {
    this.limit = limit;
  }

  /// Adds one after the others.
  ///
  /// @return false if there was no room
  boolean add(Entry entry) {
    if (entries.size() >= limit) {
      lost++;
      return false;
    }
    return entries.add(entry);
  }

  /// The oldest one, or null.
  @Nullable Entry first() {
    return entries.peek();
  }

  void removeFirst() {
    entries.remove();
  }

  void clear() {
    entries.clear();
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /// The number of those that found no room.
  long lost() {
    return lost;
  }
}
