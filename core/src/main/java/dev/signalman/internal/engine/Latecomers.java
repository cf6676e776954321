package dev.signalman.internal.engine;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/// Threads that were sent a set-up signal and have not answered, each with what it was to unblock.
///
/// What such a thread does late is what the set-up code is told by then. So as long as there is one
/// the code may unblock no more than what that thread was to unblock as well: it may block more on
/// its own account.
final class Latecomers {
  private final Map<Integer, Long> undone = new HashMap<>();

  /// A thread may do late whatever it is that the set-up code does then.
  ///
  /// @param bits what it was to unblock
  void add(int tid, long bits) {
    Long before = undone.get(tid);
    undone.put(tid, before == null ? bits : before & bits);
  }

  /// It has done it.
  void remove(int tid) {
    undone.remove(tid);
  }

  boolean contains(int tid) {
    return undone.containsKey(tid);
  }

  /// Whether none of them loses anything if `bits` are unblocked in it.
  boolean allow(long bits) {
    for (long theirs : undone.values()) {
      if ((bits & ~theirs) != 0) {
        return false;
      }
    }
    return true;
  }

  /// Their signals are thrown away.
  void clear() {
    undone.clear();
  }

  /// Forgets those that are gone.
  void retain(TidSet present) {
    for (Iterator<Integer> tids = undone.keySet().iterator(); tids.hasNext(); ) {
      if (!present.contains(tids.next())) {
        tids.remove();
      }
    }
  }
}
