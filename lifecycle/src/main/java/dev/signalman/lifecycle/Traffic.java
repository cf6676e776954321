package dev.signalman.lifecycle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/// The kinds of work that may be in flight.
final class Traffic {
  private final Map<String, InFlight> kinds = new LinkedHashMap<>();
  private final LongSupplier clock;
  private boolean closed;

  /// @param clock nanoseconds
  Traffic(LongSupplier clock) {
    this.clock = clock;
  }

  synchronized InFlight kind(String name) {
    InFlight kind = kinds.get(name);
    if (kind == null) {
      kind = new InFlight(name, clock);
      kinds.put(name, kind);
      if (closed) {
        kind.closeIntake();
      }
    }
    return kind;
  }

  synchronized void closeIntake() {
    closed = true;
    for (InFlight kind : kinds.values()) {
      kind.closeIntake();
    }
  }

  /// Those kinds of which something is left.
  synchronized List<InFlight.Left> left() {
    List<InFlight.Left> left = new ArrayList<>();
    for (InFlight kind : kinds.values()) {
      if (kind.count() > 0) {
        left.add(kind.left());
      }
    }
    return left;
  }
}
