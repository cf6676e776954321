package dev.signalman.signal;

import dev.signalman.SignalInfo;

/// What a program does when a signal comes. Called in an ordinary thread, never in signal context:
/// it may do all that Java code may.
@FunctionalInterface
public interface SignalHandler {
  /// Handles one delivery. What it throws goes to the thread's uncaught-exception handler, and the
  /// next signal is handled all the same.
  void handle(SignalInfo info) throws Exception;
}
