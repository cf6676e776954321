package dev.signalman.internal.portable;

import dev.signalman.Capabilities;
import dev.signalman.Capabilities.Mode;
import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.internal.engine.Engine;
import dev.signalman.internal.engine.SignalEngine;
import dev.signalman.internal.kernel.ModeOption;
import dev.signalman.internal.kernel.Pids;
import dev.signalman.posix.NativeAccess;
import dev.signalman.posix.SignalH;

/// The engine of this process, whichever it is.
public final class Engines {
  private Engines() {}

  /// The engine, made on first use.
  ///
  /// @throws PosixException if the kernel refuses what it needs
  /// @throws UnsupportedOperationException if no signal can be received here, or not in the mode
  ///   that the program was started with
  /// @throws IllegalArgumentException if it was started with a mode that does not exist
  public static SignalEngine get() throws PosixException {
    if (VmMode.isPortable()) {
      return PortableEngine.get();
    }
    Engine engine = Engine.get();
    if (ModeOption.isFullWished() && engine.capabilities().mode() != Mode.FULL) {
      throw new UnsupportedOperationException(
          "-D"
              + ModeOption.PROPERTY
              + "=full: signals come in mode HANDLER_ONLY here, because of "
              + engine.capabilities().cause()
              + "; leave the option out");
    }
    return engine;
  }

  /// Sends this process a signal.
  ///
  /// @throws UnsupportedOperationException in portable mode, if the VM knows no such signal
  public static void raise(Signal signal) {
    if (VmMode.isPortable()) {
      PortableEngine.get().raise(signal);
      return;
    }
    NativeAccess.require();
    int result = SignalH.kill(Pids.self(), signal.number());
    if (result < 0) {
      throw new PosixException("kill(self, " + signal + ")", new Errno(-result)).unchecked();
    }
  }

  /// What works here. Never throws: if nothing works, that is the answer.
  public static Capabilities capabilities() {
    try {
      return get().capabilities();
    } catch (PosixException | RuntimeException e) {
      return PortableCapabilities.nothing(cause(e), withoutSignals());
    }
  }

  private static String cause(Exception e) {
    String message = e.getMessage();
    return message == null ? e.toString() : message;
  }

  /// Whether all but signals works as in portable mode.
  private static boolean withoutSignals() {
    try {
      return VmMode.isPortable();
    } catch (RuntimeException _) { // the cause says why
      return false;
    }
  }
}
