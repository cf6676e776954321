package dev.signalman.flow;

import dev.signalman.Registration;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.observe.DropReason;
import dev.signalman.observe.Observer;
import dev.signalman.observe.Observers;
import dev.signalman.process.Child;
import dev.signalman.process.Spawn;
import dev.signalman.signal.Disposition;
import dev.signalman.signal.Signals;
import dev.signalman.testkit.ChildJvm;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What the TCK does not ask.
class PublisherTest {
  @Test
  @DisplayName("OBS-22, OBS-23, OBS-24: a subscriber that never asks; close; a refusing executor")
  void subscribers() throws Exception {
    try (ChildJvm child = ChildJvm.start(Subscribed.class)) {
      child.expect("without a subscriber: 1 dropped, told NO_SUBSCRIBER");
      child.expect("the eager one got 10, the silent one lost 6, told QUEUE_FULL");
      child.expect("both are told the end: complete complete");
      child.expect("closed: default, no thread");
      child.expect("again: 1 then complete");
      child.expect("exits: exited with code 3, exited with code 4, complete");
      child.expect("passed on: 1, refused: told REJECTED");
      child.expectExit(0);
    }
  }

  static final class Subscribed {
    private static final BlockingQueue<DropReason> TOLD = new LinkedBlockingQueue<>();

    private Subscribed() {}

    public static void main(String[] args) throws Exception {
      try (Registration _ = Observers.add(new Lost())) {
        flood();
        again();
        exits();
        refused();
      }
    }

    private static void again() throws Exception {
      Listening one = new Listening(Long.MAX_VALUE);
      String value;
      try (SignalPublisher again = SignalPublisher.open(SignalSet.of(Signal.RT0), 4)) {
        again.subscribe(one);
        Signals.raise(Signal.RT0);
        value = one.events.take();
      }
      System.out.println("again: " + value + " then " + one.events.take());
    }

    private static void flood() throws Exception {
      Listening eager = new Listening(Long.MAX_VALUE);
      Listening silent = new Listening(0);
      try (SignalPublisher publisher = SignalPublisher.open(SignalSet.of(Signal.RT0), 4)) {
        Signals.raise(Signal.RT0);
        DropReason reason = TOLD.take();
        System.out.println(
            "without a subscriber: " + publisher.dropped() + " dropped, told " + reason);
        publisher.subscribe(eager);
        publisher.subscribe(silent);
        for (int i = 0; i < 10; i++) {
          Signals.raise(Signal.RT0);
          eager.events.take(); // or that one might be too slow, too
        }
        // The eager one is told first, and the tenth may be refused after that.
        for (int i = 0; i < 6; i++) {
          reason = TOLD.take();
        }
        System.out.println(
            "the eager one got 10, the silent one lost "
                + (publisher.dropped() - 1)
                + ", told "
                + reason);
      }
      silent.subscription.request(4);
      for (int i = 0; i < 4; i++) {
        silent.events.take();
      }
      System.out.println(
          "both are told the end: " + eager.events.take() + " " + silent.events.take());
      boolean usual = Signals.disposition(Signal.RT0) instanceof Disposition.Default;
      boolean own =
          Thread.getAllStackTraces().keySet().stream()
              .anyMatch(thread -> thread.getName().contains("publisher"));
      System.out.println("closed: " + (usual ? "default" : "?") + (own ? "" : ", no thread"));
    }

    private static void exits() throws Exception {
      try (Child three = Spawn.of("sh", "-c", "exit 3").start()) {
        three.waitFor();
        try (Child four = Spawn.of("sh", "-c", "sleep 0.1; exit 4").start()) {
          BlockingQueue<String> seen = new LinkedBlockingQueue<>();
          ExitPublisher.of(List.of(three, four)).subscribe(new Ends(seen));
          System.out.println("exits: " + seen.take() + ", " + seen.take() + ", " + seen.take());
        }
      }
    }

    private static void refused() throws Exception {
      AtomicBoolean refuses = new AtomicBoolean();
      Executor executor =
          task -> {
            if (refuses.get()) {
              throw new RejectedExecutionException();
            }
            task.run();
          };
      Listening one = new Listening(Long.MAX_VALUE);
      try (SignalPublisher publisher =
          SignalPublisher.open(SignalSet.of(Signal.RT0), 4, executor)) {
        publisher.subscribe(one);
        Signals.raise(Signal.RT0);
        String value = one.events.take();
        refuses.set(true);
        Signals.raise(Signal.RT0);
        System.out.println("passed on: " + value + ", refused: told " + TOLD.take());
      }
    }
  }

  static final class Lost implements Observer {
    @Override
    public void dropped(Signal signal, long count, DropReason reason) {
      Subscribed.TOLD.add(reason);
    }
  }

  static final class Listening implements Flow.Subscriber<SignalInfo> {
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final long asked;
    private volatile Flow.Subscription subscription = new None();

    Listening(long asked) {
      this.asked = asked;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      if (asked > 0) {
        given.request(asked);
      }
    }

    @Override
    public void onNext(SignalInfo info) {
      events.add("1");
    }

    @Override
    public void onError(Throwable thrown) {
      events.add(thrown.toString());
    }

    @Override
    public void onComplete() {
      events.add("complete");
    }
  }

  static final class None implements Flow.Subscription {
    @Override
    public void request(long count) {
      throw new IllegalStateException("not subscribed yet");
    }

    @Override
    public void cancel() {
      throw new IllegalStateException("not subscribed yet");
    }
  }

  record Ends(BlockingQueue<String> seen) implements Flow.Subscriber<ChildExit> {
    @Override
    public void onSubscribe(Flow.Subscription given) {
      given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(ChildExit exit) {
      seen.add(exit.status().toString());
    }

    @Override
    public void onError(Throwable thrown) {
      seen.add(thrown.toString());
    }

    @Override
    public void onComplete() {
      seen.add("complete");
    }
  }
}
