package dev.signalman.lifecycle;

/// What a task or an abort does.
@FunctionalInterface
interface Action {
  /// Does it.
  void run() throws Exception;
}
