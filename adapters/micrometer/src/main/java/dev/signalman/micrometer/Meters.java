package dev.signalman.micrometer;

import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.observe.ChildEnd;
import dev.signalman.observe.ChildStart;
import dev.signalman.observe.DropReason;
import dev.signalman.observe.Observer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The meters of one registry.
final class Meters implements Observer {
  private final MeterRegistry registry;
  private final Set<ChildStart> living =
      Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
  private @Nullable Gauge gauge;

  Meters(MeterRegistry registry) {
    this.registry = registry;
  }

  void addGauge() {
    try {
      gauge =
          Gauge.builder("signalman.children.active", living, Set::size)
              .description("Children that this program has started, and that live")
              .strongReference(true)
              .register(registry);
    } catch (RuntimeException e) { // the program shall start without it
      report(e);
    }
  }

  void removeGauge() {
    Gauge present = gauge;
    if (present != null) {
      try {
        registry.remove(present);
      } catch (RuntimeException e) {
        report(e);
      }
    }
  }

  private static void report(RuntimeException thrown) {
    Thread thread = Thread.currentThread();
    thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
  }

  @Override
  public void delivered(SignalInfo info, long waited) {
    Counter.builder("signalman.signals")
        .description("Signals that receivers of this program got")
        .tag("signal", info.signal().name())
        .tag("cause", info.cause().name())
        .register(registry)
        .increment();
    if (waited >= 0) {
      Timer.builder("signalman.handler.delay")
          .description("How long signals waited for their handler or in their queue")
          .register(registry)
          .record(waited, TimeUnit.NANOSECONDS);
    }
  }

  @Override
  public void dropped(Signal signal, long count, DropReason reason) {
    Counter.builder("signalman.signals.dropped")
        .description("Signals that were discarded")
        .tag("signal", signal.name())
        .tag("reason", reason.name())
        .register(registry)
        .increment((double) count);
  }

  @Override
  public void started(ChildStart child) {
    living.add(child);
  }

  @Override
  public void ended(ChildStart child, ChildEnd end) {
    living.remove(child);
  }

  @Override
  public void stageEnded(String stage, Duration took) {
    Timer.builder("signalman.stop.stage")
        .description("Stages of the stop of this program")
        .tag("stage", stage)
        .register(registry)
        .record(took);
  }
}
