package dev.signalman.internal.engine;

import dev.signalman.Signal;
import dev.signalman.posix.SignalH;
import dev.signalman.posix.UnistdH;

/// The signals by which threads are set up, for the time of one change.
///
/// Both are ignored by default: an instance that a thread takes only after the old action is back
/// does no harm. One is used, and the other touched only if a thread is deaf to the first. What
/// somebody else installs meanwhile stays.
///
/// If somebody else handles what is needed, it is lent. What comes for its handler meanwhile goes
/// nowhere, so the signal is sent once more when the handler is back, always: a thread may still be
/// about to take one by ours. Both signals say no more than that something is to be looked at, so
/// one for several is enough, and one too many does no harm.
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
    FOREIGN,
    /// Somebody else's, ours until [#close], and made to pass on as a claimed one does.
    LENT
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
  private final Action passing;
  private final Action found = Action.blank();

  SetUpSignals(HandlerPage page) {
    this.page = page;
    ours = Action.handler(page.setUp());
    passing = Action.handler(page.deliverOrPass());
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
  void open() {
    look(urg);
    first = urg;
    second = winch;
    if (borrow(urg)) {
      return;
    }
    look(winch);
    if (borrow(winch) || urg.state != State.CLAIMED) {
      first = winch;
      second = urg;
    }
    if (!isUsable(first)) {
      first = isOurs(winch) ? urg : winch;
      second = first == urg ? winch : urg;
      lend(first);
    }
  }

  /// Whether it is claimed by us, and of no use here: it was claimed while the other one served.
  private boolean isOurs(Slot slot) {
    found.read(slot.signal);
    return found.handler() == page.deliver();
  }

  private void lend(Slot slot) {
    page.next(slot.signal.number(), page.setUp());
    passing.exchange(slot.signal, slot.before);
    slot.state = State.LENT;
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
    return slot.state != State.UNTOUCHED && slot.state != State.FOREIGN;
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
      if (!borrow(second) && second.state == State.FOREIGN && !isOurs(second)) {
        lend(second);
      }
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
    } else if (slot.state == State.LENT) {
      slot.before.putBack(slot.signal, page.deliverOrPass(), found);
      SignalH.kill(UnistdH.getpid(), slot.signal.number());
    }
    slot.state = State.UNTOUCHED;
  }
}
