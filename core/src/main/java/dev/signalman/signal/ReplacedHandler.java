package dev.signalman.signal;

import dev.signalman.Signal;

/// Somebody else's action where the handler of this library stood, for a signal that this program
/// handles, queues or polls: told by [Signals#onReplaced].
///
/// @param signal the signal
/// @param by what the kernel has for it now
/// @param received whether signals that are sent from now on still come to this program: they do as
///   long as they are blocked in every thread and read from the kernel's queue
///   ([dev.signalman.Capabilities.Mode#SIGNALFD]). Lost to it is then what a thread takes that does
///   not block the signal: a native one that unblocks it, or, for HUP, INT and TERM, a new Java
///   thread in its first moment. Where this is false all of them go to the other handler. The
///   kernel counts neither, so nobody can
public record ReplacedHandler(Signal signal, Disposition by, boolean received) {
  /// Ends the calls of a listener.
  public interface Listening extends AutoCloseable {
    /// Ends them; one that has begun may still be going on. A second call does nothing.
    @Override
    void close();
  }
}
