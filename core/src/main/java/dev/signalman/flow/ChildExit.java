package dev.signalman.flow;

import dev.signalman.process.Child;
import dev.signalman.process.ExitStatus;

/// The exit of a child.
///
/// @param child the child
/// @param status how the child ended
public record ChildExit(Child child, ExitStatus status) {}
