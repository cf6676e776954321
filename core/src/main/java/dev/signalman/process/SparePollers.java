package dev.signalman.process;

import dev.signalman.PosixException;
import dev.signalman.internal.engine.Poller;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Pollers for threads that wait for one child each. A few are kept, since to make one takes longer
/// than to use it.
final class SparePollers {
  private static final int MOST = 4;

  private final Deque<Poller> spare = new ArrayDeque<>();

  /// One to wait with, or null if there is no descriptor for it, or the calling thread is a virtual
  /// one, which would need another thread to wait for it.
  @Nullable Poller take() {
    if (Thread.currentThread().isVirtual()) {
      return null;
    }
    Poller kept = kept();
    try {
      return kept != null ? kept : Poller.open(2);
    } catch (PosixException _) {
      return null;
    }
  }

  private synchronized @Nullable Poller kept() {
    return spare.poll();
  }

  /// Takes one back that has nothing to watch.
  void giveBack(Poller poller) {
    if (!keeps(poller)) {
      poller.close();
    }
  }

  private synchronized boolean keeps(Poller poller) {
    return spare.size() < MOST && spare.add(poller);
  }
}
