package dev.signalman.internal.init;

/// A listener of [dev.signalman.process.Orphans] that does not look at their names. They are empty
/// then: to read one takes longer than all else that is done for an orphan.
public interface NamelessOrphans {}
