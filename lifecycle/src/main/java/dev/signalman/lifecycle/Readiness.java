package dev.signalman.lifecycle;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Whether the program wants work. Load balancers ask for this.
///
/// The readiness changes before anything else happens in a stop. It is not liveness: a program that
/// drains is alive.
///
/// ```java
/// int status = life.readiness().isReady() ? 200 : 503;
/// ```
public final class Readiness {
  /// A state. They follow each other in this order; STARTING may be followed by any of them.
  public enum State {
    /// The program has not called [Lifecycle#ready] yet.
    STARTING,
    /// The program wants work.
    READY,
    /// The program is stopping. Work that still comes is accepted during the drain delay.
    DRAINING,
    /// The stages are over.
    STOPPED
  }

  private final List<Consumer<State>> listeners = new CopyOnWriteArrayList<>();
  private final Teller teller;
  private volatile State state = State.STARTING;

  Readiness(Teller teller) {
    this.teller = teller;
  }

  /// The present state.
  public State state() {
    return state;
  }

  /// Whether the program wants work.
  public boolean isReady() {
    return state == State.READY;
  }

  /// Calls a listener at each change from now on, in the thread of the [StopListener]s, in order.
  public void listen(Consumer<State> listener) {
    listeners.add(Objects.requireNonNull(listener, "listener"));
  }

  /// Changes the state, unless it is already the present one or an earlier one.
  ///
  /// @return whether it has changed
  boolean become(State next) {
    synchronized (this) {
      if (state.compareTo(next) >= 0) {
        return false;
      }
      state = next;
      if (!listeners.isEmpty()) {
        teller.run(() -> tell(next));
      }
    }
    return true;
  }

  private void tell(State next) {
    for (Consumer<State> listener : listeners) {
      try {
        listener.accept(next);
      } catch (Throwable e) { // the next listener still has to be told
        OwnThread.report(e);
      }
    }
  }

  @Override
  public String toString() {
    return state.toString();
  }
}
