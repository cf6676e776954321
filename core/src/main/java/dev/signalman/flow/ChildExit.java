package dev.signalman.flow;

import dev.signalman.process.Child;
import dev.signalman.process.ExitStatus;

/// The end of a child.
///
/// @param child the child
/// @param status how it ended
public record ChildExit(Child child, ExitStatus status) {}
