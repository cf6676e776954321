package dev.signalman.signal;

import dev.signalman.Signal;

/// An action that other code has put in place of this library's handler, for a signal that this
/// program handles, queues or polls. [Signals#onReplaced] reports it.
///
/// @param signal the signal
/// @param by the action that the kernel has for it now
/// @param received whether signals sent from now on still come to this program. They do as long as
///   they are blocked in every thread and read from the kernel's queue
///   ([dev.signalman.Capabilities.Mode#FULL]). Then only signals that are taken by a thread which
///   does not block them are lost. That is a native thread that unblocks the signal, or, for HUP,
///   INT and TERM, a new Java thread in its first moment. If this is false, all signals go to the
///   other handler. The kernel counts neither, so the losses cannot be counted
public record ReplacedHandler(Signal signal, Disposition by, boolean received) {}
