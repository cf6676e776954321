package dev.signalman.signal;

import dev.signalman.SignalInfo;
import dev.signalman.internal.kernel.DaemonThread;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Lets threads wait until the next signal has been handled.
final class Pulse {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition beaten = lock.newCondition();

  /// The number of beats when one last ended a wait of the thread: no beat may be missed between
  /// two pauses.
  private final ThreadLocal<@Nullable Long> seen = new ThreadLocal<>();

  private long beats;

  /// Threads with a higher id were made after the last beat.
  private long newer;

  private @Nullable SignalInfo last;

  void beat(SignalInfo info) {
    lock.lock();
    try {
      beats++;
      newer = DaemonThread.nextId();
      last = info;
      beaten.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits for a beat since the last one that ended a wait of this thread.
  SignalInfo pause() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long before = seenBefore();
      while (beats == before || last == null) {
        beaten.await();
      }
      seen.set(beats);
      return last;
    } finally {
      lock.unlock();
    }
  }

  /// A thread that was made after the last beat has missed none.
  private long seenBefore() {
    Long before = seen.get();
    if (before == null) {
      before = Thread.currentThread().threadId() > newer ? beats : 0L;
      seen.set(before); // also if the wait is interrupted
    }
    return before;
  }

  /// Waits for a beat from now on, or until the time is over.
  ///
  /// @return the time that is left
  long sleep(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long before = beats;
      long left = nanos;
      while (beats == before && left > 0) {
        left = beaten.awaitNanos(left);
      }
      if (beats != before) {
        seen.set(beats);
      }
      return Math.max(0, left);
    } finally {
      lock.unlock();
    }
  }
}
