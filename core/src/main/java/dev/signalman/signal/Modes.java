package dev.signalman.signal;

import dev.signalman.Capabilities.Mode;
import dev.signalman.Signal;
import dev.signalman.internal.engine.SignalEngine;

/// Computes the answer of [SignalReceiver#mode].
final class Modes {
  private Modes() {}

  static Mode of(SignalReceiver receiver, Signal signal, SignalEngine engine) {
    if (!receiver.signals().contains(signal)) {
      throw new IllegalStateException(receiver + " does not get " + signal.fullName());
    }
    return engine.mode(signal);
  }
}
