package dev.signalman.process;

import dev.signalman.PosixException;
import dev.signalman.Signal;

/// Processes that signals can be sent to, held so that a signal never reaches others: a [Child], a
/// [ProcessGroup], or an [OtherProcess].
public sealed interface Target permits Child, ProcessGroup, OtherProcess {
  /// Sends a signal.
  ///
  /// @return false if nothing is left to send it to, and nothing was sent
  /// @throws PosixException EPERM if this process may not signal it
  boolean send(Signal signal) throws PosixException;
}
