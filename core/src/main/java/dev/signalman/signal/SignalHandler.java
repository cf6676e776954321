package dev.signalman.signal;

import dev.signalman.SignalInfo;

/// Code that runs when a signal comes. It is called in an ordinary thread, never in signal context,
/// so it may do anything that Java code may do.
@FunctionalInterface
public interface SignalHandler {
  /// Handles one delivery. An exception goes to the thread's uncaught-exception handler, and the
  /// next signal is still handled.
  void handle(SignalInfo info) throws Exception;
}
