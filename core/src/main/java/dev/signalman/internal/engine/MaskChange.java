package dev.signalman.internal.engine;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.internal.kernel.ThreadMasks;
import dev.signalman.internal.kernel.TidSet;

/// A change of the masks of all threads, with the decision what each thread needs.
abstract sealed class MaskChange implements RollCall.Listener {
  /// HotSpot unblocks these in each thread that it starts, whatever its creator's mask is.
  private static final long REOPENED = SignalSet.TERMINATION.mask();

  private static final long STANDARD = (1L << Signal.SYS.number()) - 1;

  /// The signals that all threads have to block after the change.
  final long claimed;

  final HandlerMasks handlers;
  final Suspects suspects;
  final OwnMasks own;

  /// Whether a thread was found whose mask was not as intended, and which may have passed it to a
  /// new thread.
  private boolean found;

  private MaskChange(long claimed, HandlerMasks handlers, Suspects suspects, OwnMasks own) {
    this.claimed = claimed;
    this.handlers = handlers;
    this.suspects = suspects;
    this.own = own;
  }

  /// The state of a thread that does not answer.
  enum State {
    /// Its mask is as intended.
    DONE,
    /// It has to be set up, but not waited for.
    TOLD,
    /// It blocks everything because it is about to begin, and did not exist at the previous check.
    STARTING,
    /// It blocks everything, and may return to an old mask.
    BUSY,
    /// Its mask has to be changed.
    NEEDY
  }

  /// @param deaf whether the thread blocks all set-up signals
  /// @param known whether it did not answer the previous time either
  abstract State state(int tid, long mask, boolean deaf, boolean known);

  /// Called for a thread that does not answer, but whose mask is as intended. It may be inside a
  /// handler, whose return restores another mask.
  abstract void seen(int tid, long mask);

  /// Called for a thread that was not reached.
  abstract void unreached(int tid);

  /// Whether a thread is left for later, because it needs a change of its own.
  abstract boolean isSpecial(int tid);

  final void found(boolean unset) {
    found |= unset;
  }

  /// Whether an unchanged thread was found since the last call.
  final boolean takeFound() {
    boolean result = found;
    found = false;
    return result;
  }

  /// What was taken for a thread's own wish may have been the mask of a handler that it was in. If
  /// its next answer came too late to count, this corrects it: later ones show what is blocked
  /// here.
  @Override
  public void answeredLate(int tid, long before) {
    long wrong = own.onlyBlocked(tid, before) & ~claimed;
    if (wrong != 0) {
      suspects.notUnblocked(tid, wrong);
    }
  }

  static final class Blocking extends MaskChange {
    private final long bits;
    private final TidSet older;
    private final AnswerRing answers;
    private final long lost;

    /// @param older the threads that were there before the first of them was set up
    Blocking(
        long bits,
        long claimed,
        TidSet older,
        HandlerMasks handlers,
        Suspects suspects,
        OwnMasks own,
        AnswerRing answers) {
      super(claimed, handlers, suspects, own);
      this.bits = bits;
      this.older = older;
      this.answers = answers;
      lost = answers.lost();
    }

    @Override
    public void answered(int tid, long before) {
      found((bits & ~before & ~REOPENED) != 0);
      note(tid, before);
      if (handlers.mayRunUnder(before)) {
        suspects.blockedInside(tid, bits);
      } else {
        suspects.reached(tid, bits);
      }
    }

    @Override
    void seen(int tid, long mask) {
      note(tid, mask);
      if (handlers.mayRunUnder(mask)) {
        suspects.blockedInside(tid, bits);
      }
    }

    /// A younger thread may have inherited what this claim has blocked in its creator. And a lost
    /// answer may have been the thread's previous one, whose set-up blocked them.
    private void note(int tid, long mask) {
      boolean certain = older.contains(tid) && answers.lost() == lost;
      long unsure = certain ? suspects.leftover(tid) : bits;
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
      // A deaf thread's signals come through the handler code: that can reorder real-time signals;
      // of a standard signal only one is pending.
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

    Unblocking(long bits, long claimed, HandlerMasks handlers, Suspects suspects, OwnMasks own) {
      super(claimed, handlers, suspects, own);
      this.bits = bits;
    }

    /// The signals to unblock in a thread.
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
      if (handlers.mayRunUnder(mask)) {
        suspects.unblockedInside(tid, bits(tid));
      }
    }

    @Override
    State state(int tid, long mask, boolean deaf, boolean known) {
      if (ThreadMasks.isBusy(mask)) {
        return known ? State.BUSY : State.STARTING;
      }
      if ((mask & bits(tid)) == 0) {
        return State.DONE;
      }
      return deaf ? State.BUSY : State.NEEDY; // if it stays deaf, it blocks them by its own choice
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

  /// A change of suspects, each with the signals that still have to be unblocked in it.
  static final class Verifying extends MaskChange {
    Verifying(long claimed, HandlerMasks handlers, Suspects suspects, OwnMasks own) {
      super(claimed, handlers, suspects, own);
    }

    @Override
    public void answered(int tid, long before) {
      own.found(tid, claimed & ~before, before);
      if (handlers.mayRunUnder(before)) {
        suspects.inside(tid);
      } else {
        suspects.outside(tid, before & ~claimed);
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
