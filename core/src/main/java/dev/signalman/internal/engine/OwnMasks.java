package dev.signalman.internal.engine;

import dev.signalman.internal.kernel.ThreadIdentity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// The threads that block claimed signals by their own choice: a release leaves those blocked
/// there.
///
/// Most threads do not block a signal before it is claimed, except QUIT, which HotSpot blocks. Only
/// threads that differ are remembered. All others, also those that are younger than the claim, are
/// treated like most threads.
final class OwnMasks {
  private static final class Own {
    long identity;
    long differs;
  }

  private final ThreadIdentity identity;
  private final Map<Integer, Own> threads = new HashMap<>();
  private long byVm;

  OwnMasks(ThreadIdentity identity) {
    this.identity = identity;
  }

  /// Called before a claim of `bits`, of which HotSpot itself blocks `byVm` in each new thread.
  void claim(long bits, long byVm) {
    this.byVm = (this.byVm & ~bits) | (byVm & bits);
  }

  /// Records the `mask` that a thread had before a claim of `bits` changed it.
  void found(int tid, long bits, long mask) {
    long differs = (mask ^ byVm) & bits;
    Own own = threads.get(tid);
    if (own == null && differs == 0) {
      return;
    }
    if (own == null) {
      own = new Own();
      own.identity = identity.of(tid);
      threads.put(tid, own);
    } else if (!isSame(own, tid)) {
      own.identity = identity.of(tid);
      own.differs = 0;
    }
    own.differs = (own.differs & ~bits) | differs;
    if (own.differs == 0) {
      threads.remove(tid);
    }
  }

  /// Corrects what was read inside a handler: a thread blocked nothing but `mask` at some time
  /// since the claim, or shortly before.
  ///
  /// @return the signals that it does not want to block, against what was recorded
  long onlyBlocked(int tid, long mask) {
    Own own = threads.get(tid);
    if (own == null || !isSame(own, tid)) {
      return 0;
    }
    long wrong = own.differs & ~byVm & ~mask;
    own.differs &= ~wrong;
    if (own.differs == 0) {
      threads.remove(tid);
    }
    return wrong;
  }

  /// Those of `bits` that a thread still blocks after their release.
  long keeps(int tid, long bits) {
    Own own = threads.get(tid);
    return (own != null && isSame(own, tid) ? byVm ^ own.differs : byVm) & bits;
  }

  /// The same for all threads that are not remembered.
  long keeps(long bits) {
    return byVm & bits;
  }

  /// Whether a thread differs from most in any of `bits`.
  boolean differs(int tid, long bits) {
    Own own = threads.get(tid);
    return own != null && (own.differs & bits) != 0;
  }

  /// The threads that differ.
  List<Integer> differing(long bits) {
    List<Integer> tids = new ArrayList<>();
    for (Map.Entry<Integer, Own> thread : threads.entrySet()) {
      if ((thread.getValue().differs & bits) != 0) {
        tids.add(thread.getKey());
      }
    }
    return tids;
  }

  /// Called after a release of `bits`.
  void release(long bits) {
    for (Iterator<Own> owns = threads.values().iterator(); owns.hasNext(); ) {
      Own own = owns.next();
      own.differs &= ~bits;
      if (own.differs == 0) {
        owns.remove();
      }
    }
  }

  private boolean isSame(Own own, int tid) {
    return identity.isSame(tid, own.identity);
  }
}
