package dev.signalman.cli.program;

/// When a process searches for orphans among its children: a value, without processes and without a
/// clock. A search has parts, so that other events get their turn in between.
///
/// @param due whether a part of a search is to follow
/// @param underway whether a search has begun, and not all of its parts are done
/// @param news whether a child has ended since the present or last search began
/// @param resting whether a search has failed, and the next one is to follow after a rest
record Searches(boolean due, boolean underway, boolean news, boolean resting) {
  static final Searches NONE = new Searches(false, false, false, false);

  /// A child has ended. The present search may have passed its place in the list already.
  Searches childEnded() {
    return new Searches(due || !resting, underway, true, resting);
  }

  /// A part begins. The first part reads the list, which has all children that have ended by then.
  Searches begun() {
    return new Searches(false, underway, news && underway, resting);
  }

  /// A part is done.
  ///
  /// @param more whether the search has another part
  Searches done(boolean more) {
    return new Searches(more || news, more, news, resting);
  }

  /// A part has failed. Orphans that ended before it may not be reported again.
  Searches failed() {
    return new Searches(false, false, true, true);
  }

  /// The rest after a failure is over.
  Searches rested() {
    return new Searches(true, false, true, false);
  }
}
