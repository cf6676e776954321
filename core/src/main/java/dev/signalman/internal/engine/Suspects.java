package dev.signalman.internal.engine;

import dev.signalman.internal.kernel.ThreadIdentity;
import dev.signalman.internal.kernel.TidSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// Threads whose masks may differ from the ones that were set: they were set up inside a handler,
/// whose return restores the old mask, or not reached at all.
///
/// Each is verified until it has answered from outside any handler.
final class Suspects {
  /// A thread that slept in so many verifications in a row sleeps for long.
  private static final int RESTS = 4;

  private final ThreadIdentity identity;
  private final Map<Integer, Suspect> threads = new HashMap<>();

  Suspects(ThreadIdentity identity) {
    this.identity = identity;
  }

  /// One of them.
  static final class Suspect {
    final int tid;

    private final long identity;

    /// Signals that may still be blocked there because of an old claim, and not by the thread's own
    /// choice.
    private long leftover;

    /// Signals to be unblocked there.
    private long pending;

    /// Signals that a claim could not block there, so that a release has nothing to undo.
    private long unreached;

    /// Whether to verify it soon, while a caller waits.
    private boolean fresh;

    /// Whether it has answered the last verification; if not, it waits for a CPU.
    private boolean answered = true;

    /// Whether it was seen suspended since a caller waits for it.
    private boolean suspended;

    /// Whether it slept before the last verification.
    private boolean resting;

    /// In how many verifications in a row it slept.
    private int rests;

    /// Whether to verify it.
    private boolean watched;

    /// Whether a caller has waited for it once, and it has not answered from outside a handler
    /// since.
    private boolean steady;

    private Suspect(int tid, long identity) {
      this.tid = tid;
      this.identity = identity;
    }

    /// Signals to be unblocked there.
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

  /// The signals that a thread may block because of an earlier claim.
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

  /// A thread has answered from outside any handler, set up as it shall be: unless it still blocks
  /// some of `blocked` because of an old claim, and was given up meanwhile.
  void outside(int tid, long blocked) {
    Suspect suspect = threads.get(tid);
    if (suspect == null) {
      return;
    }
    suspect.answered = true;
    long left = suspect.leftover & blocked & ~suspect.pending;
    suspect.pending |= left;
    if (left == 0) {
      threads.remove(tid);
    }
  }

  /// A thread has answered again, and may still be inside a handler.
  void inside(int tid) {
    Suspect suspect = threads.get(tid);
    if (suspect != null) {
      suspect.unreached = 0;
      suspect.answered = true;
    }
  }

  /// Forgets threads that have gone.
  void retain(TidSet present) {
    for (Iterator<Integer> tids = threads.keySet().iterator(); tids.hasNext(); ) {
      if (!present.contains(tids.next())) {
        tids.remove();
      }
    }
  }

  /// Whether a caller should wait for a suspect.
  boolean anyFresh() {
    for (Suspect suspect : threads.values()) {
      if (suspect.fresh) {
        return true;
      }
    }
    return false;
  }

  /// Whether one of those suspects did not answer the last verification, or was suspended. It waits
  /// for a CPU or for another thread, and does not stay in its handler by itself.
  boolean anyHeldUp() {
    for (Suspect suspect : threads.values()) {
      if (suspect.fresh && (!suspect.answered || suspect.suspended)) {
        return true;
      }
    }
    return false;
  }

  /// Called when a verification begins.
  void ask() {
    for (Suspect suspect : threads.values()) {
      suspect.answered = false;
    }
  }

  /// Called before a verification, for [#waitedForSleepers].
  void noteSleepers() {
    for (Suspect suspect : threads.values()) {
      suspect.resting = suspect.fresh && identity.isAtRest(suspect.tid);
      suspect.suspended |= suspect.fresh && identity.isSuspended(suspect.tid);
    }
  }

  /// Called after a verification when callers have waited long enough for sleeping threads: most of
  /// those block so much permanently. The others may be inside a handler, and wait for a CPU or for
  /// the thread that has suspended them. One that sleeps only now may have left its handler since
  /// it was verified, and one that slept before may have been in it only for a moment. So this is
  /// called a few times.
  void waitedForSleepers() {
    for (Suspect suspect : threads.values()) {
      boolean sleeps = suspect.fresh && suspect.resting && identity.isAtRest(suspect.tid);
      suspect.rests = sleeps ? suspect.rests + 1 : 0;
      if (suspect.rests == RESTS) {
        waited(suspect);
      }
    }
  }

  private static void waited(Suspect suspect) {
    suspect.steady |= suspect.fresh;
    suspect.fresh = false;
    suspect.suspended = false;
    suspect.rests = 0;
  }

  /// Called when callers have waited long enough.
  void waited() {
    for (Suspect suspect : threads.values()) {
      waited(suspect);
    }
  }

  /// Called when they have been watched long enough. From now on their masks are taken as their own
  /// choice, except for signals that may be left of earlier claims.
  void giveUp() {
    for (Suspect suspect : threads.values()) {
      suspect.watched = false;
      suspect.pending = 0;
    }
  }

  /// Called at each change of masks: those that have been given up may have left their handlers.
  void watchAgain() {
    for (Suspect suspect : threads.values()) {
      suspect.watched = true;
    }
  }

  /// The suspects to verify.
  List<Suspect> watched() {
    List<Suspect> watched = new ArrayList<>();
    for (Suspect suspect : threads.values()) {
      if (suspect.watched) {
        watched.add(suspect);
      }
    }
    return watched;
  }

  /// Whether there are suspects to verify.
  boolean anyWatched() {
    for (Suspect suspect : threads.values()) {
      if (suspect.watched) {
        return true;
      }
    }
    return false;
  }
}
