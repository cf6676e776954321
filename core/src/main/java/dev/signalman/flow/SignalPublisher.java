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

/// A publisher of the signals of this process.
///
/// ```java
/// try (SignalPublisher reloads = SignalPublisher.open(SignalSet.of(Signal.HUP), 16)) {
///   reloads.subscribe(subscriber);
///   runProgram();
/// }
/// ```
///
/// It receives the signals from [#open] to [#close], as a handler of [Signals#handle] does; other
/// receivers of this program get them, too. Each subscriber gets each signal that comes after it
/// has subscribed, in order, as it requests them. The publisher keeps a limited number of signals
/// for each subscriber. It discards a signal that finds no room there for that subscriber, and a
/// signal that comes while there is no subscriber. Both are counted in [#dropped], and the
/// [Observer]s are told. So a subscriber that requests nothing holds up neither the reading of
/// signals nor other subscribers.
///
/// The publisher has no thread of its own: the executor calls the subscribers.
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
  /// @param capacity how many signals are kept for each subscriber; rounded up to a power of two
  /// @throws IllegalArgumentException if there are no signals, or the capacity is not positive
  /// @throws dev.signalman.ReservedSignalException if one of them is reserved
  /// @throws dev.signalman.SignalClaimedException if one of them belongs to another receiver
  public static SignalPublisher open(SignalSet signals, int capacity) {
    return open(signals, capacity, ForkJoinPool.commonPool());
  }

  /// The same, but `executor` calls the subscribers. Signals that it refuses are discarded and
  /// counted, and the [Observer]s are told.
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

  /// Adds a subscriber. If this publisher is closed, its stream ends at once.
  @Override
  public void subscribe(Flow.Subscriber<? super SignalInfo> subscriber) {
    subscribers.subscribe(subscriber);
  }

  /// How many signals were discarded; a signal counts once for each subscriber that did not get it.
  public long dropped() {
    return dropped.get();
  }

  /// Releases the signals. The stream of each subscriber ends after the signals that are kept for
  /// it. A second call does nothing.
  @Override
  public void close() {
    try {
      registration.close();
    } finally {
      subscribers.close();
    }
  }
}
