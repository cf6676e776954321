package dev.signalman.cli;

import dev.signalman.ReservedSignalException;
import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.loop.EventLoop;
import dev.signalman.process.ExitStatus;
import dev.signalman.signal.SignalMask;
import dev.signalman.signal.Signals;

/// The end of this process by a signal.
final class Death {
  private Death() {}

  /// Ends this process as the program ended. Returns where it cannot: signals that leave a core
  /// file would leave one of the VM, and some are the VM's own.
  ///
  /// @param loop is closed; it has the signal
  static void by(ExitStatus.Killed killed, EventLoop loop) {
    Signal signal = SignalNumbers.signal(killed.number());
    if (signal == null || signal.defaultAction() != Signal.DefaultAction.TERMINATE) {
      return;
    }
    loop.close();
    if (signal != Signal.KILL && !setDefault(signal)) {
      return;
    }
    SignalMask.unblock(SignalSet.of(signal));
    Signals.raise(signal);
  }

  private static boolean setDefault(Signal signal) {
    try {
      Signals.setDefault(signal);
      return true;
    } catch (ReservedSignalException e) {
      return false;
    }
  }
}
