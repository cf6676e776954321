package dev.signalman.signal;

import dev.signalman.Capabilities.Mode;
import dev.signalman.ReceiverClosedException;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.internal.kernel.Nanos;
import dev.signalman.observe.DropReason;
import dev.signalman.observe.Observer;
import dev.signalman.observe.Observers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A queue of signals in order of arrival, each taken once, from [Signals#queue] until [#close].
///
/// It fills whether or not a thread takes from it, so the kernel's limits are not reached. Without
/// a capacity it grows with the signals that are not taken. With a capacity, a signal that finds it
/// full is discarded and counted in [#dropped].
///
/// Any number of threads may take; each signal goes to one of them. A wait ends by
/// `Thread.interrupt()`, by [#close], and when [Signals#ignore], [Signals#setDefault] or
/// [Signals#restore] takes away the queue's last signal. A waiting virtual thread holds no carrier.
///
/// ```java
/// try (SignalQueue reloads = Signals.queue(Signal.HUP)) {
///   while (true) {
///     reload(reloads.take());
///   }
/// }
/// ```
public final class SignalQueue implements SignalReceiver {
  private final Dispatcher dispatcher;
  private final SignalSet wanted;
  private final int capacity;
  private final long droppedBefore;
  private final Listener listener = new Arrivals();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<Delivery> waiting = new ArrayDeque<>();
  private long overflow;
  private boolean closed;

  private SignalQueue(Dispatcher dispatcher, SignalSet wanted, int capacity) {
    this.dispatcher = dispatcher;
    this.wanted = wanted;
    this.capacity = capacity;
    this.droppedBefore = dispatcher.engine().dropped(wanted);
  }

  static SignalQueue start(
      Dispatcher dispatcher, SignalSet signals, @Nullable Mode mode, int capacity) {
    SignalQueue queue = new SignalQueue(dispatcher, signals, capacity);
    dispatcher.add(signals, mode, queue.listener);
    return queue;
  }

  final class Arrivals implements Listener {
    @Override
    public void accept(Delivery delivery) {
      boolean open;
      lock.lock();
      try {
        open = !closed;
        if (open && waiting.size() < capacity) {
          waiting.add(delivery);
          changed.signal();
          return;
        }
        if (open) {
          overflow++;
        }
      } finally {
        lock.unlock();
      }
      if (open) {
        drop(delivery);
      } else {
        delivery.abandon();
      }
    }

    @Override
    public void withdrawn(Signal signal) {
      withdraw(signal, signals().isEmpty()).forEach(Delivery::abandon);
    }

    @Override
    public SignalReceiver receiver() {
      return SignalQueue.this;
    }
  }

  private static void drop(Delivery delivery) {
    delivery.take(); // given back, it would come again at once and find the queue full again
    Observer all = Observers.all();
    if (all != null) {
      all.dropped(delivery.signal(), 1, DropReason.QUEUE_FULL);
    }
  }

  private List<Delivery> withdraw(Signal signal, boolean last) {
    List<Delivery> left = new ArrayList<>();
    lock.lock();
    try {
      for (Delivery delivery : waiting) {
        if (delivery.signal() == signal) {
          left.add(delivery);
        }
      }
      waiting.removeAll(left);
      closed |= last;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    return left;
  }

  /// The next signal, or null if none has come. Does not wait.
  ///
  /// @throws ReceiverClosedException if it is closed
  public @Nullable SignalInfo poll() {
    Delivery next;
    lock.lock();
    try {
      next = next();
    } finally {
      lock.unlock();
    }
    return next == null ? null : next.deliver();
  }

  /// The next signal, or null if none came in time.
  ///
  /// @param timeout how long to wait; zero or less means not to wait
  /// @throws InterruptedException if the thread is interrupted before or while it waits
  /// @throws ReceiverClosedException if it is closed, or becomes so
  public @Nullable SignalInfo poll(Duration timeout) throws InterruptedException {
    long left = Nanos.ofTimeout(timeout);
    Delivery next;
    lock.lockInterruptibly();
    try {
      next = next();
      while (next == null && left > 0) {
        left = changed.awaitNanos(left);
        next = next();
      }
    } finally {
      lock.unlock();
    }
    return next == null ? null : next.deliver();
  }

  /// The next signal, however long it takes.
  ///
  /// @throws InterruptedException if the thread is interrupted before or while it waits
  /// @throws ReceiverClosedException if it is closed, or becomes so
  public SignalInfo take() throws InterruptedException {
    Delivery next;
    lock.lockInterruptibly();
    try {
      next = next();
      while (next == null) {
        changed.await();
        next = next();
      }
    } finally {
      lock.unlock();
    }
    return next.deliver();
  }

  /// The caller has the lock, and delivers it without: the observers are told then.
  private @Nullable Delivery next() {
    if (closed) {
      throw new ReceiverClosedException("SignalQueue");
    }
    return waiting.poll();
  }

  @Override
  public SignalSet signals() {
    return dispatcher.signalsOf(listener);
  }

  @Override
  public boolean isOpen() {
    lock.lock();
    try {
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Mode mode(Signal signal) {
    return Modes.of(this, signal, dispatcher.engine());
  }

  @Override
  public long dropped() {
    lock.lock();
    try {
      return overflow + dispatcher.engine().dropped(wanted) - droppedBefore;
    } finally {
      lock.unlock();
    }
  }

  /// Closes the queue. Signals in it that no other receiver got take their present action. If this
  /// was the last receiver of a signal, that is its action from before the claim.
  @Override
  public void close() {
    try {
      dispatcher.remove(signals(), listener);
    } finally {
      closeWaits().forEach(Delivery::abandon);
    }
  }

  /// Closes the queue, but discards the signals in it: they take no action. Signals that come
  /// afterwards do.
  public void discardAndClose() {
    try {
      dispatcher.discard(signals(), listener);
    } finally {
      closeWaits().forEach(Delivery::take);
    }
  }

  private Queue<Delivery> closeWaits() {
    Queue<Delivery> left;
    lock.lock();
    try {
      closed = true;
      left = new ArrayDeque<>(waiting);
      waiting.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    return left;
  }

  @Override
  public String toString() {
    return "SignalQueue " + signals();
  }
}
