package dev.signalman.internal.engine;

import dev.signalman.Signal;
import dev.signalman.SignalSet;

/// What the rest of the library has to know of the VM's own signals.
public final class VmSignals {
  private VmSignals() {}

  /// Takes care that the kernel keeps the status of a child until it is asked for: it does not in a
  /// process that was started with SIGCHLD ignored. The JDK undoes that for its own children, and
  /// does it here.
  public static void keepChildStatuses() {
    if (Standing.of(Signal.CHLD).kind() == Standing.Kind.IGNORED) {
      Guards.settleChildHandling();
    }
  }

  /// What a thread can block without harm to the VM.
  public static SignalSet blockable() {
    return SignalSet.all()
        .minus(Guards.MACHINERY)
        .minus(SignalSet.of(Signal.KILL, Signal.STOP, Guards.SUSPEND));
  }

  /// Whether a thread that blocks the signal would break the VM, or hang it.
  public static boolean mustStayUnblocked(Signal signal) {
    return Guards.MACHINERY.contains(signal) || signal == Guards.SUSPEND;
  }
}
