package dev.signalman.signal;

import dev.signalman.Signal;
import org.jspecify.annotations.Nullable;

/// What signals are handed to by the thread that reads them. Must neither wait nor throw.
interface Listener {
  void accept(Delivery delivery);

  /// Where what [#accept] began is done, if that is the thread for handlers without an executor.
  default @Nullable HandlerThread handlerThread() {
    return null;
  }

  /// `signal` was taken away from all listeners by [Signals#ignore] and its like.
  default void withdrawn(Signal signal) {}

  /// The receiver as the user knows it, or null for one that he does not see.
  @Nullable SignalReceiver receiver();
}
