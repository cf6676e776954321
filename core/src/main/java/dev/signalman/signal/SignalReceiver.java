package dev.signalman.signal;

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

  /// How many of its signals had to be thrown away since it was opened, because nobody read the
  /// pipe or the queue for too long. Real-time signals that are still blocked in the kernel's queue
  /// are never thrown away: there the sender gets EAGAIN.
  long dropped();

  /// Ends it. A second call does nothing.
  @Override
  void close();
}
