package dev.signalman.lifecycle.machine;

/// What began a stop.
public enum Trigger {
  /// A signal.
  SIGNAL,
  /// The program asked for it.
  CALL,
  /// A part of the program failed.
  FAILURE,
  /// Another process has taken over.
  HANDED_OVER,
  /// The lifecycle was closed: the process continues afterwards.
  CLOSE,
  /// Some thread called `System.exit`, or a signal of the VM's own did.
  EXIT,
  /// The last thread that is not a daemon has ended.
  MAIN_ENDED
}
