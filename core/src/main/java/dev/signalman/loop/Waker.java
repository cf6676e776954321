package dev.signalman.loop;

import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A selector without channels: a thread waits, and others wake it. The JDK's own selectors stand
/// on epoll, and where a filter refuses that, they wait for ever.
final class Waker extends Selector {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean woken;
  private volatile boolean closed;

  /// Waits until it is woken, or the time is over.
  ///
  /// @param nanos how long to wait; 0 not to wait
  /// @throws InterruptedException if the thread is interrupted before or during a real wait
  void await(long nanos) throws InterruptedException {
    if (nanos > 0) {
      lock.lockInterruptibly();
    } else {
      lock.lock();
    }
    try {
      long left = nanos;
      while (!woken && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      woken = false;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Selector wakeup() {
    lock.lock();
    try {
      woken = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    return this;
  }

  @Override
  public void close() {
    closed = true;
    wakeup();
  }

  @Override
  public boolean isOpen() {
    return !closed;
  }

  @Override
  public SelectorProvider provider() {
    return SelectorProvider.provider();
  }

  @Override
  public Set<SelectionKey> keys() {
    return Set.of();
  }

  @Override
  public Set<SelectionKey> selectedKeys() {
    return Set.of();
  }

  @Override
  public int selectNow() {
    return select(-1);
  }

  @Override
  public int select() {
    return select(0);
  }

  @Override
  public int select(long timeout) {
    try {
      await(timeout == 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(Math.max(0, timeout)));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // as the method says
    }
    return 0;
  }
}
