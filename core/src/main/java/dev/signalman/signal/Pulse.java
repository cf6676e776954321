package dev.signalman.signal;

import dev.signalman.SignalInfo;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Lets threads wait for the next signal whose handlers have run.
final class Pulse {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition beaten = lock.newCondition();
  private final AtomicInteger awaited = new AtomicInteger();
  private long beats;
  private @Nullable SignalInfo last;

  boolean isAwaited() {
    return awaited.get() > 0;
  }

  void beat(SignalInfo info) {
    lock.lock();
    try {
      beats++;
      last = info;
      beaten.signalAll();
    } finally {
      lock.unlock();
    }
  }

  SignalInfo await() throws InterruptedException {
    lock.lockInterruptibly();
    awaited.incrementAndGet();
    try {
      long before = beats;
      while (beats == before || last == null) {
        beaten.await();
      }
      return last;
    } finally {
      awaited.decrementAndGet();
      lock.unlock();
    }
  }
}
