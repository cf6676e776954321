package dev.signalman.internal.init;

import dev.signalman.PosixException;
import dev.signalman.Signal;

/// A short way for signals through an event loop to a process: the code that waits for a signal
/// sends it on at once, before anything else is done. The loop then hands the signal out like any
/// other. Used in the thread of the loop.
///
/// Signals of kill(2) go this way if [#pass] has named them, while the loop waits without a time
/// limit. If a signal could not be sent, the loop hands it out as if there were no such way.
public interface ShortWay {
  /// A handler of signals that also implements this wants a short way. An event loop that has one
  /// offers it when the handler is registered.
  interface User {
    /// Offers the way, which passes nothing on yet.
    void offer(ShortWay way);
  }

  /// Opens the way, if this process may have its own machine code.
  ///
  /// @param pidfd the descriptor of the process, which stays open until [#close]. A `Child` does
  ///   not learn of the signals that go this way
  /// @param toGroup whether the signals go to the group that the process leads
  /// @return whether it is open
  /// @throws PosixException if the signals cannot be received
  boolean open(int pidfd, boolean toGroup) throws PosixException;

  /// Lets a signal go this way.
  ///
  /// @param as the signal that is sent
  void pass(Signal signal, Signal as);

  /// Whether the signal that is being handed out was sent on. Asked once for each signal.
  boolean hasPassed();

  /// Closes the way.
  void close();
}
