package dev.signalman.internal.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// Threads whose masks may not be what they were set to: set up inside a handler, which takes the
/// mask of before back with it, or not reached at all.
///
/// Each is verified again until it has answered from outside any handler.
final class Suspects {
  private final ThreadIdentity identity;
  private final Map<Integer, Suspect> threads = new HashMap<>();

  Suspects(ThreadIdentity identity) {
    this.identity = identity;
  }

  /// One of them.
  static final class Suspect {
    final int tid;

    private final long identity;

    /// What may still be blocked there because it was once claimed: not the thread's own wish.
    private long leftover;

    /// What is to be unblocked there.
    private long pending;

    /// What a claim has not been able to block there, so that a release has nothing to undo.
    private long unreached;

    /// To be verified soon, while a caller waits.
    private boolean fresh;

    /// To be verified.
    private boolean watched;

    /// A caller has waited for it once, and it has not answered from outside since.
    private boolean steady;

    private Suspect(int tid, long identity) {
      this.tid = tid;
      this.identity = identity;
    }

    /// What is to be unblocked there.
    long pending() {
      return pending;
    }
  }

  private Suspect suspect(int tid) {
    Suspect suspect = threads.get(tid);
    if (suspect == null) {
      suspect = new Suspect(tid, identity.of(tid));
      threads.put(tid, suspect);
    }
    suspect.watched = true;
    return suspect;
  }

  /// A claim of `bits` has reached a thread that may be inside a handler.
  void blockedInside(int tid, long bits) {
    Suspect suspect = suspect(tid);
    suspect.fresh = !suspect.steady;
    suspect.pending &= ~bits;
    suspect.unreached &= ~bits;
  }

  /// A claim of `bits` has not reached a thread.
  void notBlocked(int tid, long bits) {
    Suspect suspect = suspect(tid);
    suspect.pending &= ~bits;
    suspect.unreached |= bits;
  }

  /// A release of `bits` has reached a thread that may be inside a handler.
  void unblockedInside(int tid, long bits) {
    Suspect suspect = suspect(tid);
    suspect.fresh = !suspect.steady;
    undo(suspect, bits);
  }

  /// A release of `bits` has not reached a thread.
  void notUnblocked(int tid, long bits) {
    undo(suspect(tid), bits);
  }

  private static void undo(Suspect suspect, long bits) {
    suspect.pending |= bits & ~suspect.unreached;
    suspect.leftover |= bits & ~suspect.unreached;
    suspect.unreached &= ~bits;
  }

  /// Of what a thread blocks, what may be there because of an earlier claim.
  long leftover(int tid) {
    Suspect suspect = threads.get(tid);
    return suspect == null || !identity.isSame(tid, suspect.identity) ? 0 : suspect.leftover;
  }

  /// A claim or a release of `bits` has reached a thread outside any handler.
  void reached(int tid, long bits) {
    Suspect suspect = threads.get(tid);
    if (suspect != null) {
      suspect.pending &= ~bits;
      suspect.leftover &= ~bits;
      suspect.unreached &= ~bits;
    }
  }

  /// A thread has answered, set up as it shall be, from outside any handler.
  void clear(int tid) {
    threads.remove(tid);
  }

  /// A thread has answered again, and may still be inside a handler.
  void inside(int tid) {
    Suspect suspect = threads.get(tid);
    if (suspect != null) {
      suspect.unreached = 0;
    }
  }

  /// Forgets those that are gone.
  void retain(TidSet present) {
    for (Iterator<Integer> tids = threads.keySet().iterator(); tids.hasNext(); ) {
      if (!present.contains(tids.next())) {
        tids.remove();
      }
    }
  }

  /// Whether a caller should wait for one.
  boolean anyFresh() {
    for (Suspect suspect : threads.values()) {
      if (suspect.fresh) {
        return true;
      }
    }
    return false;
  }

  /// Callers have waited long enough for those that sleep: most of them block so much at rest. The
  /// others may be inside a handler and wait for a CPU.
  void waitedForSleepers() {
    for (Suspect suspect : threads.values()) {
      if (suspect.fresh && identity.isAsleep(suspect.tid)) {
        waited(suspect);
      }
    }
  }

  private static void waited(Suspect suspect) {
    suspect.steady |= suspect.fresh;
    suspect.fresh = false;
  }

  /// Callers have waited long enough.
  void waited() {
    for (Suspect suspect : threads.values()) {
      waited(suspect);
    }
  }

  /// They have been watched long enough. What they block is taken for what they want from now on,
  /// but for what may be left of earlier claims.
  void giveUp() {
    for (Suspect suspect : threads.values()) {
      suspect.watched = false;
      suspect.pending = 0;
    }
  }

  /// Those to be verified.
  List<Suspect> watched() {
    List<Suspect> watched = new ArrayList<>();
    for (Suspect suspect : threads.values()) {
      if (suspect.watched) {
        watched.add(suspect);
      }
    }
    return watched;
  }

  /// Whether there are any.
  boolean anyWatched() {
    for (Suspect suspect : threads.values()) {
      if (suspect.watched) {
        return true;
      }
    }
    return false;
  }
}
