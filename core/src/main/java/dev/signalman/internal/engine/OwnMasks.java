package dev.signalman.internal.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// Which threads block claimed signals on their own account: a release leaves those blocked there.
///
/// Most threads do not block a signal that is claimed; QUIT, which HotSpot blocks itself, they do.
/// Only those that differ are remembered. All others, also the ones that are younger than the
/// claim, are taken for threads like most.
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

  /// Before a claim of `bits`, of which HotSpot blocks `byVm` in each new thread by itself.
  void claim(long bits, long byVm) {
    this.byVm = (this.byVm & ~bits) | (byVm & bits);
  }

  /// A thread had `mask` before a claim of `bits` changed it.
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

  /// What a thread goes on blocking of `bits` when they are released.
  long keeps(int tid, long bits) {
    Own own = threads.get(tid);
    return (own != null && isSame(own, tid) ? byVm ^ own.differs : byVm) & bits;
  }

  /// The same for all that are not remembered.
  long keeps(long bits) {
    return byVm & bits;
  }

  /// Whether a thread differs from most in any of `bits`.
  boolean differs(int tid, long bits) {
    Own own = threads.get(tid);
    return own != null && (own.differs & bits) != 0;
  }

  /// Those that do.
  List<Integer> differing(long bits) {
    List<Integer> tids = new ArrayList<>();
    for (Map.Entry<Integer, Own> thread : threads.entrySet()) {
      if ((thread.getValue().differs & bits) != 0) {
        tids.add(thread.getKey());
      }
    }
    return tids;
  }

  /// After a release of `bits`.
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
