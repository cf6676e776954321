package dev.signalman.signal;

import dev.signalman.Signal;
import org.jspecify.annotations.Nullable;

/// What the reader thread hands signals to. Must neither wait nor throw.
interface Listener {
  void accept(Delivery delivery);

  /// Whether what [#accept] began is over only when the handler thread has done its tasks.
  default boolean usesHandlerThread() {
    return false;
  }

  /// `signal` was taken away from all listeners by [Signals#ignore] and its like.
  default void withdrawn(Signal signal) {}

  /// The receiver as the user knows it, or null for one that he does not see.
  @Nullable SignalReceiver receiver();
}
