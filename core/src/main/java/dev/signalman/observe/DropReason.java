package dev.signalman.observe;

/// Why a signal was discarded.
public enum DropReason {
  /// The pipe of its receiver was full, in [dev.signalman.Capabilities.Mode#HANDLER_ONLY].
  PIPE_FULL,
  /// A queue with a limit was full, or a subscriber had not asked for it.
  QUEUE_FULL,
  /// The executor of its handler, or of its publisher, refused it.
  REJECTED,
  /// A publisher had no subscriber.
  NO_SUBSCRIBER
}
