package dev.signalman.signal;

import dev.signalman.Capabilities.Mode;
import dev.signalman.Signal;
import dev.signalman.SignalSet;

/// A receiver of signals until it is closed: a [SelfPipe], a [SignalRegistration] or a
/// [SignalQueue].
public sealed interface SignalReceiver extends AutoCloseable
    permits SelfPipe, SignalQueue, SignalRegistration {

  /// The signals that it gets, without those that have since been ignored, restored or set to their
  /// default.
  SignalSet signals();

  /// Whether it has not been closed.
  boolean isOpen();

  /// The mode of one of its signals. The mode of the machine ([Signals#capabilities]) is the best
  /// that a signal can have. A claim may ask for a weaker one; HUP, INT and TERM have that unless
  /// another is asked for ([SelfPipe] says when). Signals that concern single threads always come
  /// by the handler code alone: URG, PIPE, XFSZ and, on most VMs, USR2. A signal that every thread
  /// blocked before it was claimed always comes by signalfd: no handler can take it.
  ///
  /// @throws IllegalStateException if it does not get `signal`
  Mode mode(Signal signal);

  /// The number of its signals that were discarded since it was opened, because the pipe or the
  /// queue was not read for too long. Real-time signals that wait blocked in the kernel's queue are
  /// never discarded: if that is full, the sender gets EAGAIN.
  long dropped();

  /// Closes the receiver. A second call does nothing.
  @Override
  void close();
}
