package dev.signalman.flow;

import dev.signalman.Registration;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.observe.DropReason;
import dev.signalman.observe.Observer;
import dev.signalman.observe.Observers;
import dev.signalman.signal.Signals;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicLong;

/// The signals of this process as a publisher.
///
/// ```java
/// try (SignalPublisher reloads = SignalPublisher.open(SignalSet.of(Signal.HUP), 16)) {
///   reloads.subscribe(subscriber);
///   runProgram();
/// }
/// ```
///
/// It receives the signals from [#open] to [#close], like a handler of [Signals#handle], beside
/// other receivers of this program. Each subscriber gets each signal that comes after it has
/// subscribed, in order, as it asks for them. For each subscriber a limited number of signals is
/// kept. A signal that finds no room there is discarded for that subscriber, and one that comes
/// while there is no subscriber is discarded too: both are counted in [#dropped] and told to the
/// [Observer]s. So a subscriber that never asks holds up nothing, neither the reading of signals
/// nor other subscribers.
///
/// It has no thread of its own: the executor calls the subscribers.
public final class SignalPublisher implements Flow.Publisher<SignalInfo>, AutoCloseable {
  private final SubmissionPublisher<SignalInfo> subscribers;
  private final AtomicLong dropped = new AtomicLong();
  private final Registration registration;

  private SignalPublisher(SignalSet signals, int capacity, Executor executor) {
    this.subscribers = new SubmissionPublisher<>(executor, capacity);
    this.registration = Signals.handle(signals, this::publish);
  }

  /// Receives the signals from now on, and calls subscribers in the common pool of the VM.
  ///
  /// @param capacity how many signals are kept for each subscriber at least; rounded up to a power
  ///   of two
  /// @throws IllegalArgumentException if there are no signals, or the capacity is not positive
  /// @throws dev.signalman.ReservedSignalException if one of them is reserved
  /// @throws dev.signalman.SignalClaimedException if one of them belongs to another receiver
  public static SignalPublisher open(SignalSet signals, int capacity) {
    return open(signals, capacity, ForkJoinPool.commonPool());
  }

  /// The same, but `executor` calls the subscribers. Signals that it refuses to pass on are
  /// discarded, counted and told.
  public static SignalPublisher open(SignalSet signals, int capacity, Executor executor) {
    return new SignalPublisher(signals, capacity, executor);
  }

  private void publish(SignalInfo info) {
    if (!subscribers.hasSubscribers()) {
      drop(info.signal(), DropReason.NO_SUBSCRIBER);
      return;
    }
    try {
      int _ = subscribers.offer(info, this::refuse);
    } catch (RejectedExecutionException _) {
      drop(info.signal(), DropReason.REJECTED);
    }
  }

  private boolean refuse(Flow.Subscriber<? super SignalInfo> slow, SignalInfo info) {
    drop(info.signal(), DropReason.QUEUE_FULL);
    return false;
  }

  private void drop(Signal signal, DropReason reason) {
    dropped.incrementAndGet();
    Observer all = Observers.all();
    if (all != null) {
      all.dropped(signal, 1, reason);
    }
  }

  /// Adds a subscriber. If this is closed, it is told the end at once.
  @Override
  public void subscribe(Flow.Subscriber<? super SignalInfo> subscriber) {
    subscribers.subscribe(subscriber);
  }

  /// How many signals were discarded, each counted for each subscriber that did not get it.
  public long dropped() {
    return dropped.get();
  }

  /// Gives the signals back, and tells the subscribers the end after the signals that are kept for
  /// them. A second call does nothing.
  @Override
  public void close() {
    try {
      registration.close();
    } finally {
      subscribers.close();
    }
  }
}
