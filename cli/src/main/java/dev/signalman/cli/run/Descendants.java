package dev.signalman.cli.run;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.process.OtherProcess;
import java.util.List;
import java.util.function.Consumer;

/// All descendants of this process, as `/proc` shows them at a moment. Orphans among them are its
/// children, because it adopts.
final class Descendants {
  private final Consumer<PosixException> refused;

  /// @param refused told why one could not be signalled
  Descendants(Consumer<PosixException> refused) {
    this.refused = refused;
  }

  /// Sends each a signal.
  ///
  /// @return whether one was there
  boolean send(Signal signal) {
    List<ProcessHandle> all = ProcessHandle.current().descendants().toList();
    boolean sent = false;
    for (ProcessHandle one : all) {
      sent |= send(one, signal);
    }
    return sent;
  }

  private boolean send(ProcessHandle one, Signal signal) {
    try (OtherProcess process = OtherProcess.of(one)) {
      return process.send(signal);
    } catch (PosixException e) {
      if (!e.errno().equals(Errno.ESRCH)) { // ESRCH: it has ended
        refused.accept(e);
      }
      return false;
    }
  }
}
