package dev.signalman.trial;

/// How a request ended.
enum Answer {
  /// With its page.
  GIVEN,
  /// No connection was made.
  REFUSED,
  /// With a complete answer that is not its page, such as 503.
  TURNED_AWAY,
  /// There was a connection, and then no answer, or half of one.
  MISSING
}
