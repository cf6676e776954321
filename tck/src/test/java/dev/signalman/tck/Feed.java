package dev.signalman.tck;

import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.flow.SignalPublisher;
import dev.signalman.signal.SignalRegistration;
import dev.signalman.signal.Signals;
import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/// The publisher under test, and a thread that sends what it publishes: so many signals, then it
/// closes the publisher.
final class Feed implements Flow.Publisher<SignalInfo>, AutoCloseable {
  private static final int CAPACITY = 256;

  private final Signal signal;
  private final long elements;
  private final SignalPublisher publisher;

  /// Called after the publisher: handlers run in the order in which they were registered.
  private final SignalRegistration counter;

  private final Semaphore published = new Semaphore(0);
  private final AtomicBoolean begun = new AtomicBoolean();
  private final Thread thread = Thread.ofPlatform().daemon().unstarted(this::send);
  private volatile boolean closing;

  Feed(Signal signal, long elements) {
    this.signal = signal;
    this.elements = elements;
    this.publisher = SignalPublisher.open(SignalSet.of(signal), CAPACITY);
    this.counter = Signals.handle(signal, _ -> published.release());
  }

  @Override
  public void subscribe(Flow.Subscriber<? super SignalInfo> subscriber) {
    publisher.subscribe(subscriber);
    if (begun.compareAndSet(false, true)) {
      thread.start();
    }
  }

  private void send() {
    try {
      for (long sent = 0; sent < elements && !closing; sent++) {
        Signals.send(ProcessHandle.current().pid(), signal, sent);
        published.acquire(); // a signal that is still on its way would end the VM after the close
      }
    } catch (PosixException | InterruptedException e) {
      throw new AssertionError(e);
    }
    publisher.close();
  }

  @Override
  public void close() {
    closing = true;
    try {
      if (begun.get()) {
        thread.join();
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    publisher.close();
    counter.close();
  }
}
