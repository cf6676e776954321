package dev.signalman.lifecycle;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Runs pieces of work one at a time and in order, without a thread: whichever thread brings one
/// runs it, unless another one is at work, which then runs it too.
final class Turns {
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private volatile @Nullable Thread current;

  void run(Runnable work) {
    waiting.add(work);
    if (count.getAndIncrement() == 0) {
      current = Thread.currentThread();
      do {
        runNext();
      } while (count.decrementAndGet() > 0);
    }
  }

  private void runNext() {
    Runnable next = waiting.poll();
    if (next == null) {
      return;
    }
    try {
      next.run();
    } catch (Throwable e) { // the next one matters too
      OwnThread.report(e);
    }
  }

  boolean isIdle() {
    return count.get() == 0;
  }

  /// Whether this thread is at work here.
  boolean isCurrent() {
    return !isIdle() && Thread.currentThread().equals(current);
  }
}
