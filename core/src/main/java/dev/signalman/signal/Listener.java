package dev.signalman.signal;

import dev.signalman.Signal;
import org.jspecify.annotations.Nullable;

/// What signals are handed to by the thread that reads them. Must neither wait nor throw.
interface Listener {
  void accept(Delivery delivery);

  /// Whether what [#accept] began is over only when the handler thread has done its tasks.
  default boolean usesHandlerThread() {
    return false;
  }

  /// Whether [#accept] calls an executor that is not of this library, which may take long.
  default boolean usesExecutor() {
    return false;
  }

  /// `signal` was taken away from all listeners by [Signals#ignore] and its like.
  default void withdrawn(Signal signal) {}

  /// The receiver as the user knows it, or null for one that he does not see.
  @Nullable SignalReceiver receiver();
}
