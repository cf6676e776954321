package dev.signalman.signal;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The listeners of each signal, in order of registration. A table does not change: the reading
/// thread uses the present one without a lock.
final class ListenerTable {
  /// Read directly for each signal.
  final Map<Signal, List<Listener>> lists;

  /// Whether a listener uses an executor that is not of this library.
  final boolean executors;

  /// The table without listeners.
  ListenerTable() {
    this(new EnumMap<>(Signal.class));
  }

  private ListenerTable(Map<Signal, List<Listener>> lists) {
    this.lists = lists;
    boolean uses = false;
    for (List<Listener> present : lists.values()) {
      uses |= usesExecutor(present);
    }
    executors = uses;
  }

  static boolean usesExecutor(List<Listener> present) {
    boolean uses = false;
    for (int i = 0; i < present.size(); i++) { // without an iterator: for each signal
      uses |= present.get(i).usesExecutor();
    }
    return uses;
  }

  boolean isEmpty() {
    return lists.isEmpty();
  }

  List<Listener> of(Signal signal) {
    return lists.getOrDefault(signal, List.of());
  }

  /// The signals that `listener` gets.
  SignalSet signalsOf(Listener listener) {
    SignalSet signals = SignalSet.none();
    for (Map.Entry<Signal, List<Listener>> entry : lists.entrySet()) {
      if (entry.getValue().contains(listener)) {
        signals = signals.with(entry.getKey());
      }
    }
    return signals;
  }

  /// Those of `signals` that `listener` gets, and no other.
  SignalSet ofAlone(SignalSet signals, Listener listener) {
    SignalSet alone = SignalSet.none();
    for (Signal signal : signals) {
      List<Listener> present = of(signal);
      if (present.size() == 1 && present.getFirst().equals(listener)) {
        alone = alone.with(signal);
      }
    }
    return alone;
  }

  /// A table in which `listener` also gets `signals`, after the present listeners.
  ListenerTable with(SignalSet signals, Listener listener) {
    Map<Signal, List<Listener>> changed = new EnumMap<>(lists);
    for (Signal signal : signals) {
      List<Listener> present = new ArrayList<>(of(signal));
      present.add(listener);
      changed.put(signal, List.copyOf(present));
    }
    return new ListenerTable(changed);
  }

  /// A table in which `listener` does not get `signals`.
  ListenerTable without(SignalSet signals, Listener listener) {
    Map<Signal, List<Listener>> changed = new EnumMap<>(lists);
    for (Signal signal : signals) {
      List<Listener> present = new ArrayList<>(of(signal));
      present.remove(listener);
      if (present.isEmpty()) {
        changed.remove(signal);
      } else {
        changed.put(signal, List.copyOf(present));
      }
    }
    return new ListenerTable(changed);
  }

  /// A table in which no listener gets `signal`.
  ListenerTable without(Signal signal) {
    Map<Signal, List<Listener>> changed = new EnumMap<>(lists);
    changed.remove(signal);
    return new ListenerTable(changed);
  }
}
