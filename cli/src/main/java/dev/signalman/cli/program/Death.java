package dev.signalman.cli.program;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.cli.text.SignalNumbers;
import dev.signalman.internal.init.ThisProcess;
import dev.signalman.loop.EventLoop;
import dev.signalman.signal.Disposition;
import dev.signalman.signal.SignalMask;
import dev.signalman.signal.Signals;

/// The end of this process by a signal.
public final class Death {
  private Death() {}

  /// Ends this process by a signal. Returns if it cannot: a signal that dumps core would leave a
  /// core file of the VM, some signals belong to the VM, and no signal ends process 1 of a
  /// container.
  public static void by(int number) {
    Signal signal = SignalNumbers.signal(number);
    if (signal != null && signal.defaultAction() == Signal.DefaultAction.TERMINATE) {
      ThisProcess.endBy(signal);
    }
  }

  /// Ends this process with a status, at once: its program has ended, so that there is nothing left
  /// to do for the VM, whose orderly end takes longer than all else. The caller has written its
  /// output.
  public static void with(int status) {
    ThisProcess.exit(status);
  }

  /// Lets a signal end this process from now on, because the process is about to exit and does not
  /// read signals any more. A signal that was ignored at the start stays ignored.
  ///
  /// @param loop is closed; it has the signal
  public static void leaveOpen(Signal signal, EventLoop loop) {
    loop.close();
    if (!(Signals.disposition(signal) instanceof Disposition.Ignored)) {
      SignalMask.unblock(SignalSet.of(signal));
    }
  }
}
