package dev.signalman.internal.engine;

import dev.signalman.Signal;
import dev.signalman.internal.kernel.QueueRoom;
import dev.signalman.internal.kernel.SigAction;
import dev.signalman.internal.kernel.ThreadMasks;
import dev.signalman.posix.SignalH;
import dev.signalman.posix.UnistdH;

/// The signals that make threads run the set-up code, for the time of one change.
///
/// Both are ignored by default: an instance that a thread takes only after the old action is back
/// does no harm. The first is used; the second is touched only if a thread is deaf to the first. A
/// handler that other code installs meanwhile stays.
///
/// If other code handles the needed signal, or both are claimed and the kernel's queue of signals
/// is nearly full, it is borrowed from its handler. Instances for that are lost meanwhile, so the
/// signal is always sent once more when the handler is back: a thread may still be about to take
/// one with our handler. Both signals only say that there is something to check, so one for several
/// is enough, and one too many does no harm.
final class SetUpSignals {
  private final HandlerPage page;
  private final Slot urg;
  private final Slot winch;
  private Slot first;
  private Slot second;

  /// The state of a signal.
  private enum State {
    /// Its action has not been changed here.
    UNTOUCHED,
    /// Our handler is installed, until [#close].
    BORROWED,
    /// Claimed by us; its handler passes on the signals that this process directs at its own
    /// threads, as far as the kernel has room to record that.
    CLAIMED,
    /// Other code handles it.
    FOREIGN,
    /// It has another handler, of other code or for a claim, but our handler is installed until
    /// [#close].
    LENT
  }

  private static final class Slot {
    private final Signal signal;
    private final SigAction before = SigAction.blank();
    private State state = State.UNTOUCHED;

    private Slot(Signal signal) {
      this.signal = signal;
    }
  }

  private final QueueRoom room;
  private final SigAction ours;
  private final SigAction found = SigAction.blank();

  SetUpSignals(HandlerPage page, QueueRoom room) {
    this.page = page;
    this.room = room;
    ours = SigAction.handler(page.setUp());
    urg = new Slot(Signal.URG);
    winch = new Slot(Signal.WINCH);
    first = urg;
    second = winch;
  }

  /// Whether a signal can be used: no code handles it, or we do.
  boolean isAvailable(Signal signal) {
    found.read(signal);
    return isFree(found) || found.handler() == page.deliverOrPass();
  }

  /// Whether a signal is free. One of our old handlers, saved and put back by other code, counts as
  /// free.
  private boolean isFree(SigAction action) {
    return action.isDefault() || action.isIgnore() || action.handler() == page.setUp();
  }

  /// Makes one of them ready.
  ///
  /// At the limit of queued signals the kernel delivers a signal without its details, and only the
  /// details show that a claimed one is ours; so an unhandled signal is preferred.
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
    } else if (first.state == State.CLAIMED && room.isScarce()) {
      lend(first);
    }
  }

  /// Whether we have claimed it, so that it is of no use here: it was claimed while the other one
  /// was used.
  private boolean isOurs(Slot slot) {
    found.read(slot.signal);
    return found.handler() == page.deliver();
  }

  private void lend(Slot slot) {
    ours.exchange(slot.signal, slot.before);
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
    if (!isFree(slot.before)) { // changed since the check
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

  /// The signal for a thread of which nothing is known.
  Signal first() {
    return first.signal;
  }

  /// Whether a thread with the given mask takes the first signal.
  boolean reaches(long mask) {
    return !ThreadMasks.blocks(mask, first.signal);
  }

  /// Whether a thread with the given mask takes the second signal, which this makes ready.
  boolean reachesBySecond(long mask) {
    if (ThreadMasks.blocks(mask, second.signal)) {
      return false;
    }
    if (!isUsable(second)) {
      look(second);
      if (!borrow(second) && second.state == State.FOREIGN && !isOurs(second)) {
        lend(second);
      }
    } else if (second.state == State.CLAIMED && first.state == State.LENT) {
      lend(second); // for the same reason
    }
    return isUsable(second);
  }

  /// The signal for a thread that does not take the first.
  Signal second() {
    return second.signal;
  }

  /// Restores the previous actions, unless other code has set new ones.
  void close() {
    close(urg);
    close(winch);
  }

  private void close(Slot slot) {
    if (slot.state == State.BORROWED) {
      slot.before.putBack(slot.signal, page.setUp(), found);
    } else if (slot.state == State.LENT) {
      slot.before.putBack(slot.signal, page.setUp(), found);
      SignalH.kill(UnistdH.getpid(), slot.signal.number());
    }
    slot.state = State.UNTOUCHED;
  }
}
