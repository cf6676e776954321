package dev.signalman.lifecycle.machine;

/// The progress of a stop.
public enum Phase {
  /// The program works.
  RUNNING,
  /// The program is not ready any more, but still accepts work.
  DRAINING,
  /// The stages run.
  STAGES,
  /// The stages are over, and the listeners are told.
  REPORTING,
  /// The VM exits: its shutdown hooks run.
  EXITING,
  /// The VM has been asked to halt.
  HALTED,
  /// The lifecycle is closed, and the process continues.
  CLOSED
}
