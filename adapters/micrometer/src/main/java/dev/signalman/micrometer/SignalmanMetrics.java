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
/// | `signalman.children.active` | gauge: children that were started after the binding and have not ended | |
/// | `signalman.stop.stage` | timer: stages of the stop | `stage` |
///
/// The gauge exists from the binding on; each other meter exists from its first value. If a
/// registry throws, signals, children and stages are not affected: its first exception goes to the
/// uncaught-exception handler of the thread. The meters claim no signal and need no thread.
///
/// It can be bound to several registries. A second binding to the same registry has no effect. Any
/// thread may use it.
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

  /// Ends the counting, and removes the gauge. The other meters keep their last values. These
  /// metrics can be bound again.
  @Override
  public synchronized void close() {
    bound.values().forEach(Registration::close);
    bound.clear();
  }
}
