package dev.signalman.lifecycle.machine;

import dev.signalman.Signal;

/// A signal that asked for the stop.
///
/// @param signal the signal
/// @param sender who sent it
/// @param at when it was read
public record Heard(Signal signal, Sender sender, long at) {}
