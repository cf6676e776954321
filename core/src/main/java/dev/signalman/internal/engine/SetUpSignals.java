package dev.signalman.internal.engine;

import dev.signalman.Signal;

/// The signals by which threads are set up, for the time of one change.
///
/// Both are ignored by default: an instance that a thread takes only after the old action is back
/// does no harm. One is used, and the other touched only if a thread is deaf to the first. What
/// somebody else installs meanwhile stays.
final class SetUpSignals {
  private final HandlerPage page;
  private final Slot urg;
  private final Slot winch;
  private Slot first;
  private Slot second;

  /// How a signal stands.
  private enum State {
    /// Its action has not been changed for this.
    UNTOUCHED,
    /// Ours, until [#close].
    BORROWED,
    /// Claimed by us, and made to pass on what this process directs at its own threads.
    CLAIMED,
    /// Somebody else handles it.
    FOREIGN
  }

  private static final class Slot {
    private final Signal signal;
    private final Action before = Action.blank();
    private State state = State.UNTOUCHED;

    private Slot(Signal signal) {
      this.signal = signal;
    }
  }

  private final Action ours;
  private final Action found = Action.blank();

  SetUpSignals(HandlerPage page) {
    this.page = page;
    ours = Action.handler(page.setUp());
    urg = new Slot(Signal.URG);
    winch = new Slot(Signal.WINCH);
    first = urg;
    second = winch;
  }

  /// Whether a signal could be used: nobody handles it, or we do.
  boolean isAvailable(Signal signal) {
    found.read(signal);
    return isFree(found) || found.handler() == page.deliverOrPass();
  }

  /// What somebody has put back who had saved it while we used the signal is nobody's either.
  private boolean isFree(Action action) {
    return action.isDefault() || action.isIgnore() || action.handler() == page.setUp();
  }

  /// Makes one of them ready.
  ///
  /// When the limit of queued signals is reached the kernel delivers a signal without its details,
  /// by which alone a claimed one is known as ours; so one that nobody handles comes first.
  ///
  /// @return whether there is one
  boolean open() {
    look(urg);
    first = urg;
    second = winch;
    if (borrow(urg)) {
      return true;
    }
    look(winch);
    if (borrow(winch) || urg.state != State.CLAIMED) {
      first = winch;
      second = urg;
    }
    return isUsable(first);
  }

  private void look(Slot slot) {
    found.read(slot.signal);
    if (isFree(found)) {
      slot.state = State.UNTOUCHED;
    } else {
      slot.state = found.handler() == page.deliverOrPass() ? State.CLAIMED : State.FOREIGN;
    }
  }

  private boolean borrow(Slot slot) {
    if (slot.state != State.UNTOUCHED) {
      return false;
    }
    ours.exchange(slot.signal, slot.before);
    if (!isFree(slot.before)) { // since the look
      slot.before.putBack(slot.signal, page.setUp(), found);
      slot.state = State.FOREIGN;
      return false;
    }
    if (slot.before.handler() == page.setUp()) {
      slot.before.makeDefault();
    }
    slot.state = State.BORROWED;
    return true;
  }

  private static boolean isUsable(Slot slot) {
    return slot.state == State.BORROWED || slot.state == State.CLAIMED;
  }

  /// The one to use for a thread of which nothing is known.
  Signal first() {
    return first.signal;
  }

  /// Whether a thread with such a mask takes the first.
  boolean reaches(long mask) {
    return !ThreadMasks.blocks(mask, first.signal);
  }

  /// Whether a thread with such a mask takes the second, which is made ready for it.
  boolean reachesBySecond(long mask) {
    if (ThreadMasks.blocks(mask, second.signal)) {
      return false;
    }
    if (!isUsable(second)) {
      look(second);
      borrow(second);
    }
    return isUsable(second);
  }

  /// The one to use for a thread that does not take the first.
  Signal second() {
    return second.signal;
  }

  /// Puts back what was there before, unless somebody else has put something there.
  void close() {
    close(urg);
    close(winch);
  }

  private void close(Slot slot) {
    if (slot.state == State.BORROWED) {
      slot.before.putBack(slot.signal, page.setUp(), found);
    }
    slot.state = State.UNTOUCHED;
  }
}
