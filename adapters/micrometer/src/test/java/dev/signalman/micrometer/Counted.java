package dev.signalman.micrometer;

import dev.signalman.Registration;
import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.observe.DropReason;
import dev.signalman.observe.Observer;
import dev.signalman.observe.Observers;
import dev.signalman.process.Child;
import dev.signalman.process.Spawn;
import dev.signalman.process.Stdio;
import dev.signalman.signal.SelfPipe;
import dev.signalman.signal.SignalQueue;
import dev.signalman.signal.Signals;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/// A program with a registry.
final class Counted {
  private Counted() {}

  public static void main(String[] args) throws Exception {
    MeterRegistry registry = new SimpleMeterRegistry();
    SignalmanMetrics metrics = new SignalmanMetrics();
    metrics.bindTo(registry);
    metrics.bindTo(registry); // counts nothing twice
    receive();
    fillQueue();
    double living = start(registry);
    Observer all = Objects.requireNonNull(Observers.all());
    all.stageEnded("drain", Duration.ofSeconds(3));
    registry.getMeters().stream()
        .map(Meter::getId)
        .map(id ->
            id.getName()
                + " "
                + id.getType()
                + id.getTags().stream()
                    .map(Tag::getKey)
                    .sorted()
                    .map(key -> " " + key)
                    .collect(Collectors.joining()))
        .distinct()
        .sorted()
        .forEach(System.out::println);
    System.out.println("USR1 by KILL: " + count(registry, "USR1"));
    System.out.println("RT0 by KILL: " + count(registry, "RT0"));
    System.out.println("delays: " + registry.get("signalman.handler.delay").timer().count());
    System.out.println(
        "dropped: "
            + (int)
                registry
                    .get("signalman.signals.dropped")
                    .tag("reason", "QUEUE_FULL")
                    .tag("signal", "RT0")
                    .counter()
                    .count());
    System.out.println("children while it lives: " + (int) living);
    System.out.println("children: " + children(registry));
    System.out.println(
        "drain: "
            + registry.get("signalman.stop.stage").tag("stage", "drain").timer().count()
            + " of "
            + (int)
                registry
                    .get("signalman.stop.stage")
                    .tag("stage", "drain")
                    .timer()
                    .totalTime(TimeUnit.SECONDS)
            + " s");
    metrics.close();
    receive();
    String gauge = registry.find("signalman.children.active").gauge() == null ? "no" : "a";
    System.out.println("closed: " + gauge + " gauge, USR1 still " + count(registry, "USR1"));
    try (SignalmanMetrics second = new SignalmanMetrics()) {
      second.bindTo(registry);
      receive();
      System.out.println(
          "bound again: USR1 " + count(registry, "USR1") + ", children " + children(registry));
    }
    failing();
    System.out.println("end");
  }

  private static void receive() throws Exception {
    try (SelfPipe pipe = SelfPipe.open(Signal.USR1)) {
      Signals.raise(Signal.USR1);
      pipe.take();
    }
  }

  private static void fillQueue() throws Exception {
    CountDownLatch lost = new CountDownLatch(1);
    Observer last =
        new Observer() {
          @Override
          public void dropped(Signal signal, long count, DropReason reason) {
            lost.countDown();
          }
        };
    try (Registration _ = Observers.add(last);
        SignalQueue queue = Signals.queue(SignalSet.of(Signal.RT0), 1)) {
      Signals.raise(Signal.RT0);
      Signals.raise(Signal.RT0);
      lost.await();
      queue.take();
    }
  }

  private static double start(MeterRegistry registry) throws Exception {
    try (Child child = Spawn.of("cat").stdin(Stdio.pipe()).start()) {
      double living = registry.get("signalman.children.active").gauge().value();
      child.stdin().close();
      child.waitFor();
      return living;
    }
  }

  private static int count(MeterRegistry registry, String signal) {
    return (int)
        registry
            .get("signalman.signals")
            .tag("signal", signal)
            .tag("cause", "KILL")
            .counter()
            .count();
  }

  private static int children(MeterRegistry registry) {
    return (int) registry.get("signalman.children.active").gauge().value();
  }

  private static void failing() throws Exception {
    AtomicInteger told = new AtomicInteger();
    Thread.setDefaultUncaughtExceptionHandler((_, _) -> told.incrementAndGet());
    MeterRegistry registry =
        new SimpleMeterRegistry() {
          @Override
          protected Counter newCounter(Meter.Id id) {
            throw new IllegalStateException("this registry has no counters");
          }
        };
    CountDownLatch handled = new CountDownLatch(3);
    try (SignalmanMetrics metrics = new SignalmanMetrics();
        Registration _ = Signals.handle(Signal.RT1, _ -> handled.countDown())) {
      metrics.bindTo(registry);
      for (int i = 0; i < 3; i++) {
        Signals.raise(Signal.RT1);
      }
      handled.await();
      System.out.println("handled with a registry that throws: 3, told " + told);
      Spawn.of("true").start().waitFor();
      System.out.println("child ended");
    }
  }
}
