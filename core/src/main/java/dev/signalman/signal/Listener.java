package dev.signalman.signal;

import dev.signalman.Signal;
import org.jspecify.annotations.Nullable;

/// A target of signals, called by the thread that reads them. It must neither wait nor throw.
interface Listener {
  void accept(Delivery delivery);

  /// Whether [#accept] leaves work to the handler thread, so that it is complete only when that
  /// thread has run its tasks.
  default boolean usesHandlerThread() {
    return false;
  }

  /// Whether [#accept] calls an executor that is not of this library, and so may take long.
  default boolean usesExecutor() {
    return false;
  }

  /// Called when [Signals#ignore] or a similar call has taken `signal` away from all listeners.
  default void withdrawn(Signal signal) {}

  /// The receiver as the user knows it, or null for an internal one.
  @Nullable SignalReceiver receiver();
}
