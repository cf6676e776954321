package dev.signalman.signal;

import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The signals kept for [Signals#await], each until one wait takes it.
final class HeldSignals implements Listener {
  private final Dispatcher dispatcher;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Map<Signal, Queue<Delivery>> held = new EnumMap<>(Signal.class);

  HeldSignals(Dispatcher dispatcher) {
    this.dispatcher = dispatcher;
  }

  @Nullable SignalInfo await(SignalSet signals, long nanos) throws InterruptedException {
    SignalSet wanted = signals.without(Signal.KILL).without(Signal.STOP);
    dispatcher.addMissing(wanted, this);
    lock.lockInterruptibly();
    try {
      long left = nanos;
      SignalInfo next = take(wanted);
      while (next == null && left > 0) {
        left = arrived.awaitNanos(left);
        next = take(wanted);
      }
      return next;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable SignalInfo take(SignalSet wanted) {
    for (Signal signal : wanted) {
      Queue<Delivery> queue = held.get(signal);
      Delivery delivery = queue == null ? null : queue.poll();
      if (delivery != null) {
        return delivery.deliver();
      }
    }
    return null;
  }

  @Override
  public void accept(Delivery delivery) {
    if (!keep(delivery)) {
      delivery.abandon();
    }
  }

  /// @return false if the signal was withdrawn while it was on its way. The dispatcher takes it off
  ///   its list before it calls [#withdrawn], so one of the two finds each instance.
  private boolean keep(Delivery delivery) {
    lock.lock();
    try {
      if (!dispatcher.signalsOf(this).contains(delivery.signal())) {
        return false;
      }
      Queue<Delivery> queue = held.computeIfAbsent(delivery.signal(), signal -> new ArrayDeque<>());
      if (queue.isEmpty() || delivery.signal().isRealTime()) {
        queue.add(delivery);
        arrived.signalAll();
      } else {
        delivery.take(); // a standard signal merges with the one that is there, as in the kernel
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void withdrawn(Signal signal) {
    List<Delivery> left = new ArrayList<>();
    lock.lock();
    try {
      Queue<Delivery> queue = held.remove(signal);
      if (queue != null) {
        left.addAll(queue);
      }
    } finally {
      lock.unlock();
    }
    left.forEach(Delivery::abandon);
  }

  SignalSet present() {
    lock.lock();
    try {
      SignalSet present = SignalSet.none();
      for (Map.Entry<Signal, Queue<Delivery>> entry : held.entrySet()) {
        present = entry.getValue().isEmpty() ? present : present.with(entry.getKey());
      }
      return present;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public @Nullable SignalReceiver receiver() {
    return null;
  }
}
