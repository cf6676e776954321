package dev.signalman.signal;

/// What the reader thread hands signals to. Must neither wait nor throw.
interface Listener {
  void accept(Delivery delivery);

  /// The receiver as the user knows it.
  SignalReceiver receiver();
}
