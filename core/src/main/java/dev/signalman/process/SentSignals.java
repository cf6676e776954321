package dev.signalman.process;

import dev.signalman.Signal;

/// The signals that this program has sent to one child; they tell whether this program ended it.
final class SentSignals {
  private long sent;

  /// Records a signal. Called before it is sent: it may end the child at once.
  synchronized void add(Signal signal) {
    sent |= bit(signal.number());
  }

  /// Whether the signal with that number, which killed the child, was sent.
  synchronized boolean killedBy(int number) {
    return (sent & bit(number)) != 0;
  }

  /// Whether a signal was sent that the child may have answered by exiting.
  synchronized boolean askedToEnd() {
    boolean asked = false;
    for (long rest = sent; rest != 0; rest &= rest - 1) {
      asked |= ends(Signal.of(Long.numberOfTrailingZeros(rest) + 1));
    }
    return asked;
  }

  private static boolean ends(Signal signal) {
    Signal.DefaultAction action = signal.defaultAction();
    return action == Signal.DefaultAction.TERMINATE || action == Signal.DefaultAction.CORE;
  }

  private static long bit(int number) {
    return 1L << (number - 1);
  }
}
