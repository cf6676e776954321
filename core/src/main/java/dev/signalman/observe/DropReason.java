package dev.signalman.observe;

/// Why a signal was discarded.
public enum DropReason {
  /// The pipe of its receiver was full, in [dev.signalman.Capabilities.Mode#HANDLER_ONLY].
  PIPE_FULL,
  /// A queue with a limit was full, or the room that a publisher has for a subscriber.
  QUEUE_FULL,
  /// The executor of the handler or publisher refused the signal.
  REJECTED,
  /// A publisher had no subscriber.
  NO_SUBSCRIBER
}
