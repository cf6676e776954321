package dev.signalman.internal.engine;

import dev.signalman.Signal;

/// Somebody else's action where ours stood.
///
/// @param signal which is claimed
/// @param by what stands there now
/// @param queued whether the signal is blocked in every thread, so that what is sent still comes to
///   its receiver
public record Replacement(Signal signal, Standing by, boolean queued) {}
