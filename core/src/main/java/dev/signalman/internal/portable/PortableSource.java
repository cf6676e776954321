package dev.signalman.internal.portable;

import dev.signalman.ReceiverClosedException;
import dev.signalman.Registration;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.internal.engine.Source;
import dev.signalman.internal.kernel.FirstFailure;
import dev.signalman.internal.wait.Poller;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The signals of one receiver, put into a queue by the VM's threads. It has no descriptor.
final class PortableSource implements Source {
  private final Object owner;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<SignalInfo> queue = new ArrayDeque<>();
  private final List<Runnable> announced = new CopyOnWriteArrayList<>();

  /// One close at a time.
  private final ReentrantLock closing = new ReentrantLock();

  private boolean woken;
  private volatile boolean closed;
  private boolean detached;

  /// @param owner the owner, whose `toString()` is used in exceptions
  PortableSource(Object owner) {
    this.owner = owner;
  }

  Object owner() {
    return owner;
  }

  /// Takes a signal, unless it is detached by now.
  ///
  /// @return whether it was taken
  boolean offer(SignalInfo info) {
    lock.lock();
    try {
      if (detached) {
        return false;
      }
      queue.add(info);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    for (Runnable news : announced) {
      news.run();
    }
    return true;
  }

  /// Forgets those of `signals` that nobody has taken.
  void discard(SignalSet signals) {
    lock.lock();
    try {
      queue.removeIf(info -> signals.contains(info.signal()));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Source spinning() {
    return this; // the VM's threads bring the signals: a wait has nothing to poll
  }

  @Override
  public int descriptor() {
    throw VmMode.lacks("a descriptor that is readable when a signal has come");
  }

  @Override
  public @Nullable SignalInfo poll() {
    lock.lock();
    try {
      checkOpen();
      return queue.poll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public @Nullable SignalInfo poll(long nanos) throws InterruptedException {
    if (nanos <= 0) {
      return poll();
    }
    lock.lockInterruptibly();
    try {
      long left = nanos; // Nanos.FOREVER is 292 years here
      checkOpen();
      while (queue.isEmpty() && left > 0) {
        left = changed.awaitNanos(left);
        checkOpen();
      }
      return queue.poll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public @Nullable SignalInfo take(Poller.Idle idle) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (queue.isEmpty() && !woken) {
        checkOpen();
        changed.await();
      }
      woken = false;
      checkOpen();
      return queue.poll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public @Nullable SignalInfo takeRead() {
    return poll();
  }

  @Override
  public boolean hasRead() {
    lock.lock();
    try {
      return !queue.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void wake() {
    lock.lock();
    try {
      woken = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Standby standby() {
    return new Waiting();
  }

  /// A second thread waits under the same lock.
  private final class Waiting implements Standby {
    private boolean armed;
    private boolean permitted;
    private boolean over;

    @Override
    public void begin() {
      set(true);
    }

    @Override
    public void end() {
      set(false);
    }

    private void set(boolean value) {
      lock.lock();
      try {
        armed = value;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      lock.lock();
      try {
        over = true;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void wake() {
      lock.lock();
      try {
        permitted = true;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void await() throws InterruptedException {
      lock.lockInterruptibly();
      try {
        while (!permitted && !over && !(armed && !queue.isEmpty())) {
          changed.await();
        }
        permitted = false;
      } finally {
        lock.unlock();
      }
    }
  }

  @Override
  public Registration announce(Runnable news) {
    announced.add(news);
    if (hasRead()) {
      news.run();
    }
    return () -> announced.remove(news);
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  private void checkOpen() {
    if (closed) {
      throw new ReceiverClosedException(owner.toString());
    }
  }

  @Override
  public void close(Runnable detach, Consumer<SignalInfo> left) {
    endWaits();
    closing.lock();
    try {
      if (!detached) {
        detach.run();
        giveTo(left);
      }
    } finally {
      closing.unlock();
    }
  }

  private void endWaits() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void giveTo(Consumer<SignalInfo> left) {
    List<SignalInfo> unread;
    lock.lock();
    try {
      detached = true;
      unread = List.copyOf(queue);
      queue.clear();
    } finally {
      lock.unlock();
    }
    announced.clear();
    FirstFailure failure = new FirstFailure();
    for (SignalInfo info : unread) {
      failure.of(() -> left.accept(info));
    }
    failure.rethrow();
  }
}
