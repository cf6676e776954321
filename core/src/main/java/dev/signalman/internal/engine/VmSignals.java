package dev.signalman.internal.engine;

import dev.signalman.Signal;

/// What the rest of the library has to know of the VM's own signals.
public final class VmSignals {
  private VmSignals() {}

  /// Whether a thread that blocks the signal would break the VM, or hang it.
  public static boolean mustStayUnblocked(Signal signal) {
    return Guards.MACHINERY.contains(signal) || signal == Guards.SUSPEND;
  }
}
