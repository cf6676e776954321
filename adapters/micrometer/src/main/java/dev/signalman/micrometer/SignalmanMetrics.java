package dev.signalman.micrometer;

import dev.signalman.Registration;
import dev.signalman.observe.Observers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.HashMap;
import java.util.Map;

/// Signals, children and stops of this program as meters.
///
/// ```java
/// SignalmanMetrics metrics = new SignalmanMetrics();
/// metrics.bindTo(registry);
/// ```
///
/// | meter | kind | tags |
/// |---|---|---|
/// | `signalman.signals` | counter: signals that receivers got | `signal`, `cause` |
/// | `signalman.signals.dropped` | counter: signals that were discarded | `signal`, `reason` |
/// | `signalman.handler.delay` | timer: how long signals waited for their handler or in their queue | |
/// | `signalman.children.active` | gauge: children that were started since the binding and live | |
/// | `signalman.stop.stage` | timer: stages of the stop | `stage` |
///
/// All but the gauge appear with their first value. A registry that throws stops nothing: its first
/// exception goes to the uncaught-exception handler of the thread, and signals, children and stages
/// take their way. Nothing is claimed, and there is no thread.
///
/// It can be bound to several registries; to one it is bound once. Any thread may use it.
public final class SignalmanMetrics implements MeterBinder, AutoCloseable {
  /// By identity: registries define no other equality.
  private final Map<MeterRegistry, Registration> bound = new HashMap<>();

  /// Makes meters that are bound to no registry yet.
  public SignalmanMetrics() {}

  @Override
  public synchronized void bindTo(MeterRegistry registry) {
    if (!bound.containsKey(registry)) {
      Meters meters = new Meters(registry);
      Registration told = Observers.add(meters);
      bound.put(
          registry,
          () -> {
            told.close();
            meters.removeGauge();
          });
      meters.addGauge();
    }
  }

  /// Ends the counting, and removes the gauge. The other meters keep their last values. It can be
  /// bound again.
  @Override
  public synchronized void close() {
    bound.values().forEach(Registration::close);
    bound.clear();
  }
}
