package dev.signalman.signal;

import dev.signalman.Capabilities.Mode;
import dev.signalman.Signal;
import dev.signalman.SignalSet;

/// Something that gets signals until it is closed: a [SelfPipe], a [Subscription] or a
/// [SignalQueue].
public sealed interface SignalReceiver extends AutoCloseable
    permits SelfPipe, SignalQueue, Subscription {

  /// The signals that it gets. A signal that was ignored, restored or set to its default since is
  /// not among them any more.
  SignalSet signals();

  /// Whether it has not been closed.
  boolean isOpen();

  /// How one of its signals comes. The mode of the machine ([Signals#capabilities]) is the best
  /// that a signal can have. A claim may ask for a weaker one; HUP, INT and TERM have that unless
  /// another is asked for ([SelfPipe] says when). What concerns single threads always comes by the
  /// handler code alone: URG, PIPE, XFSZ and, on most VMs, USR2. A signal that every thread blocked
  /// before it was claimed comes by signalfd, whatever was asked for: no handler can take it.
  ///
  /// @throws IllegalStateException if it does not get `signal`
  Mode mode(Signal signal);

  /// How many of its signals had to be thrown away since it was opened, because nobody read the
  /// pipe or the queue for too long. Real-time signals that are still blocked in the kernel's queue
  /// are never thrown away: there the sender gets EAGAIN.
  long dropped();

  /// Ends it. A second call does nothing.
  @Override
  void close();
}
