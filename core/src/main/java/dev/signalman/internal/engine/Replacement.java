package dev.signalman.internal.engine;

import dev.signalman.Signal;

/// A foreign action that has replaced ours.
///
/// @param signal the claimed signal
/// @param by the present action
/// @param queued whether the signal is blocked in every thread, so that it still comes to its
///   receiver
public record Replacement(Signal signal, SignalState by, boolean queued) {}
