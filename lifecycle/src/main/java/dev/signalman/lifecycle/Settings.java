package dev.signalman.lifecycle;

import dev.signalman.SignalSet;
import dev.signalman.lifecycle.machine.Limits;
import java.util.List;

/// The settings of a [LifecycleBuilder].
record Settings(
    SignalSet stopOn,
    SignalSet reloadOn,
    Limits limits,
    StopStatus status,
    ServiceManager manager,
    List<StopListener> listeners,
    List<String> linear,
    boolean adoptsOrphans) {
  /// The same without a service manager.
  Settings unmanaged() {
    return new Settings(
        stopOn, reloadOn, limits, status, ServiceManager.NONE, listeners, linear, adoptsOrphans);
  }
}
