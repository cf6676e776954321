package dev.signalman.lifecycle;

/// The code of a task or an abort.
@FunctionalInterface
interface Action {
  /// Runs the code.
  void run() throws Exception;
}
