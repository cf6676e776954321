package dev.signalman.internal.engine;

import dev.signalman.Signal;
import dev.signalman.SignalSet;

/// What shall become of the masks of all threads, and what is found in each.
abstract sealed class MaskChange implements RollCall.Listener {
  /// HotSpot unblocks these in each thread that it starts, however its creator had them.
  private static final long REOPENED = SignalSet.TERMINATION.mask();

  private static final long STANDARD = (1L << Signal.SYS.number()) - 1;

  final HandlerMasks handlers;
  final Suspects suspects;
  final OwnMasks own;

  /// Whether a thread was found that was not yet as it shall be, and may have handed its mask on.
  private boolean found;

  private MaskChange(HandlerMasks handlers, Suspects suspects, OwnMasks own) {
    this.handlers = handlers;
    this.suspects = suspects;
    this.own = own;
  }

  /// What a look finds in a thread that does not answer.
  enum State {
    /// As it shall be.
    DONE,
    /// To be told, but not to be waited for.
    TOLD,
    /// It blocks everything because it is about to begin, and was not there at the look before.
    STARTING,
    /// It blocks everything, and may come back from there to an old mask.
    BUSY,
    /// To be changed.
    NEEDY
  }

  /// @param deaf whether the thread blocks all that it could be set up with
  /// @param known whether it did not answer the time before either
  abstract State state(int tid, long mask, boolean deaf, boolean known);

  /// A thread that does not answer is as it shall be.
  abstract void seen(int tid, long mask);

  /// A thread has not been reached.
  abstract void unreached(int tid);

  /// Whether a thread is to be left for later, since it is changed in a way of its own.
  abstract boolean isSpecial(int tid);

  final void found(boolean unset) {
    found |= unset;
  }

  /// Whether such a thread was found since the last call.
  final boolean takeFound() {
    boolean result = found;
    found = false;
    return result;
  }

  static final class Blocking extends MaskChange {
    private final long bits;
    private final RollCall calls;
    private final long lost;

    Blocking(long bits, HandlerMasks handlers, Suspects suspects, OwnMasks own, RollCall calls) {
      super(handlers, suspects, own);
      this.bits = bits;
      this.calls = calls;
      lost = calls.lost();
    }

    @Override
    public void answered(int tid, long before) {
      found((bits & ~before & ~REOPENED) != 0);
      seen(tid, before);
      if (handlers.mayRunUnder(before)) {
        suspects.blockedInside(tid, bits);
      } else {
        suspects.reached(tid, bits);
      }
    }

    @Override
    void seen(int tid, long mask) {
      // An answer that was lost may have been the one before this, and blocked them.
      long unsure = calls.lost() == lost ? suspects.leftover(tid) : bits;
      own.found(tid, bits, (mask & ~unsure) | (own.keeps(bits) & unsure));
    }

    @Override
    State state(int tid, long mask, boolean deaf, boolean known) {
      if (ThreadMasks.isBusy(mask)) {
        return known ? State.BUSY : State.STARTING;
      }
      long lacking = bits & ~mask;
      if (lacking == 0) {
        return State.DONE;
      }
      // What a deaf thread takes comes through the handler code: that can put real-time signals out
      // of order, but of others there is only one.
      long passable = deaf ? STANDARD : known ? 0 : REOPENED;
      return (lacking & ~passable) == 0 ? State.TOLD : State.NEEDY;
    }

    @Override
    void unreached(int tid) {
      suspects.notBlocked(tid, bits);
    }

    @Override
    boolean isSpecial(int tid) {
      return false;
    }
  }

  static final class Unblocking extends MaskChange {
    private final long bits;

    Unblocking(long bits, HandlerMasks handlers, Suspects suspects, OwnMasks own) {
      super(handlers, suspects, own);
      this.bits = bits;
    }

    /// What is unblocked in a thread.
    long bits(int tid) {
      return bits & ~own.keeps(tid, bits);
    }

    @Override
    public void answered(int tid, long before) {
      long mine = bits(tid);
      found((mine & before) != 0);
      if (handlers.mayRunUnder(before)) {
        suspects.unblockedInside(tid, mine);
      } else {
        suspects.reached(tid, mine);
      }
    }

    @Override
    void seen(int tid, long mask) {
      // nothing to be learnt
    }

    @Override
    State state(int tid, long mask, boolean deaf, boolean known) {
      if (ThreadMasks.isBusy(mask)) {
        return known ? State.BUSY : State.STARTING;
      }
      if ((mask & bits(tid)) == 0) {
        return State.DONE;
      }
      return deaf ? State.BUSY : State.NEEDY; // if it stays deaf, it blocks on its own account
    }

    @Override
    void unreached(int tid) {
      suspects.notUnblocked(tid, bits(tid));
    }

    @Override
    boolean isSpecial(int tid) {
      return own.differs(tid, bits);
    }
  }

  /// Of suspects, each with what is still to be undone in it.
  static final class Verifying extends MaskChange {
    private final long claimed;

    Verifying(long claimed, HandlerMasks handlers, Suspects suspects, OwnMasks own) {
      super(handlers, suspects, own);
      this.claimed = claimed;
    }

    @Override
    public void answered(int tid, long before) {
      own.found(tid, claimed & ~before, before);
      if (handlers.mayRunUnder(before)) {
        suspects.inside(tid);
      } else {
        suspects.clear(tid);
      }
    }

    @Override
    void seen(int tid, long mask) {
      // the next verification sees to it
    }

    @Override
    State state(int tid, long mask, boolean deaf, boolean known) {
      return State.BUSY;
    }

    @Override
    void unreached(int tid) {
      // it stays a suspect
    }

    @Override
    boolean isSpecial(int tid) {
      return false;
    }
  }
}
