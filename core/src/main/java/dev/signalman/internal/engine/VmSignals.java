package dev.signalman.internal.engine;

import dev.signalman.Signal;
import dev.signalman.SignalSet;

/// What the rest of the library needs to know about the VM's own signals.
public final class VmSignals {
  private VmSignals() {}

  /// Makes sure that the kernel keeps a child's status until it is asked for, which it does not in
  /// a process that was started with SIGCHLD ignored. The JDK corrects that for its own children;
  /// this makes it do so now.
  public static void keepChildStatuses() {
    if (Standing.of(Signal.CHLD).kind() == Standing.Kind.IGNORED) {
      Guards.settleChildHandling();
    }
  }

  /// The signals that a thread can block without harm to the VM.
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
