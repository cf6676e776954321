package dev.signalman.trial;

/// What a service does while it is stopped, and how often it is told to.
///
/// @param name in the raw figures
/// @param clients that ask for pages, each one page after the other
/// @param busy whether the worker has items
/// @param hangs whether the cache can not be closed
/// @param again whether a second TERM follows
record Scenario(String name, int clients, boolean busy, boolean hangs, boolean again) {
  /// Nothing to wait for: what the stop itself costs.
  static final Scenario IDLE = new Scenario("idle", 0, false, false, false);

  /// Requests and an item are at work.
  static final Scenario BUSY = new Scenario("busy", 8, true, false, false);

  /// One part hangs.
  static final Scenario HANGS = new Scenario("hangs", 0, false, true, false);

  /// One part hangs, and somebody loses patience.
  static final Scenario HANGS_AGAIN = new Scenario("hangs-again", 0, false, true, true);
}
