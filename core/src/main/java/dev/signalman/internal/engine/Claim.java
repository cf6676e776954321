package dev.signalman.internal.engine;

import dev.signalman.Capabilities.Mode;
import dev.signalman.Signal;

/// A signal that has a receiver, and all that it takes to give it back.
final class Claim {
  private final Signal signal;
  private final Receiver receiver;
  private final Mode wanted;
  private final long ours;
  private final Action spare = Action.blank();
  private final boolean blockable;
  private final boolean everywhere;
  private Action previous;
  private boolean byForce;
  private boolean leaving;

  /// Whether the action was somebody else's at the last look. Read without a lock.
  private volatile boolean replaced;

  /// @param wanted how its receiver wants it to come
  /// @param previous what comes back at release
  /// @param ours the handler that stands meanwhile
  /// @param blockable whether it is blocked in every thread and read from the signalfd; otherwise
  ///   it always comes through the handler code
  /// @param everywhere whether every thread blocked it before: then none is changed
  Claim(
      Signal signal,
      Receiver receiver,
      Mode wanted,
      Action previous,
      long ours,
      boolean blockable,
      boolean everywhere) {
    this.signal = signal;
    this.receiver = receiver;
    this.wanted = wanted;
    this.previous = previous;
    this.ours = ours;
    this.blockable = blockable;
    this.everywhere = everywhere;
  }

  Signal signal() {
    return signal;
  }

  /// Whether a handler is the one that stands while this is there.
  boolean isOurs(long handler) {
    return handler == ours;
  }

  /// Whether [#takeNews] would change anything.
  boolean isNews(long handler) {
    return isOurs(handler) == replaced;
  }

  /// Takes note of the handler that stands.
  ///
  /// @return whether somebody has replaced ours since the last look. Whoever puts ours back, and
  ///   replaces it again, is told of again
  boolean takeNews(long handler) {
    boolean before = replaced;
    replaced = !isOurs(handler);
    return replaced && !before;
  }

  Receiver receiver() {
    return receiver;
  }

  /// How its receiver wants it to come.
  Mode wanted() {
    return wanted;
  }

  /// What comes back at release.
  Action previous() {
    return previous;
  }

  /// Has another action come at release, whoever has changed it meanwhile.
  void leave(Action action) {
    previous = action;
    byForce = true;
  }

  /// Lets the signal take its old action, unless somebody else has given it a new one meanwhile.
  /// Needs no memory. A second time changes nothing; should the kernel have refused the first, it
  /// does the work.
  void giveBack() {
    if (!leaving) {
      if (byForce) {
        previous.install(signal);
      } else {
        previous.putBack(signal, ours, spare);
      }
      leaving = true;
    }
  }

  /// Whether [#giveBack] is done: what remains is to be undone in the threads.
  boolean isLeaving() {
    return leaving;
  }

  /// The signal's bit, if it is blocked in every thread now and read from the signalfd.
  long queued() {
    return blockable && !leaving ? bit() : 0;
  }

  /// The signal's bit, if a release has to unblock it in threads.
  long toUnblock() {
    return blockable && !everywhere ? bit() : 0;
  }

  /// Whether a release need not look at threads at all.
  boolean isEverywhere() {
    return everywhere;
  }

  /// Whether the signal is in a mask.
  boolean isIn(long signals) {
    return (signals & bit()) != 0;
  }

  /// The signal as a mask.
  long bit() {
    return 1L << (signal.number() - 1);
  }
}
