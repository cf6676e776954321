package dev.signalman.internal.engine;

import dev.signalman.Errno;
import dev.signalman.posix.SignalH;
import dev.signalman.posix.UnistdH;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/// Has threads run the set-up code, and takes their answers.
///
/// An answer is exact: a thread is changed where its answer was made, and the answer says what it
/// blocked before. The first one counts, as later ones show what this has changed itself.
final class RollCall {
  /// Threads asked before the first of them has to answer: less than there are slots.
  private static final int AT_ONCE = 2_048;

  /// So long without any answer, and those that are missing are looked at by other means.
  private static final long SILENCE = 3_000_000;

  private static final int SPINS = 200;
  private static final long PAUSE = 50_000;
  private static final int LEAST = 64;

  private final HandlerPage page;
  private final SetUpSignals signals;
  private final AnswerRing answers;
  private final int self = UnistdH.getpid();
  private final TidSet settled = new TidSet();
  private final TidSet asked = new TidSet();
  private int[] open = new int[LEAST];
  private int count;
  private int missing;

  /// What answers mean to the change that is being made.
  interface Listener {
    /// A thread has been set up, that blocked `before` until then.
    void answered(int tid, long before);
  }

  RollCall(HandlerPage page, SetUpSignals signals) {
    this.page = page;
    this.signals = signals;
    answers = page.answers();
  }

  /// Begins anew: no thread is settled.
  void begin() {
    settled.clear();
    clear();
  }

  /// What the set-up code shall do from now on. An answer of a thread for which it has done
  /// something else does not count.
  void edit(long block, long keep) {
    page.edit(block, keep);
    answers.begin();
  }

  /// Nobody is to be asked.
  void clear() {
    asked.clear();
    count = 0;
    missing = 0;
  }

  /// Whether a thread is known to be as it shall be.
  boolean isSettled(int tid) {
    return settled.contains(tid);
  }

  /// Nothing more is expected of a thread.
  void settle(int tid) {
    if (settled.add(tid) && asked.contains(tid)) {
      missing--;
    }
  }

  /// A thread is to be asked.
  void add(int tid) {
    if (settled.contains(tid) || !asked.add(tid)) {
      return;
    }
    if (count == open.length) {
      open = Arrays.copyOf(open, count * 2);
    }
    open[count++] = tid;
    missing++;
  }

  /// Asks them all, and waits as long as answers come.
  void ask(Listener listener, WaitingTime time) {
    for (int from = 0; from < count; from += AT_ONCE) {
      int to = Math.min(count, from + AT_ONCE);
      for (int i = from; i < to; i++) {
        tell(open[i], signals.first().number());
      }
      await(listener, time, count - to, SILENCE);
    }
  }

  /// Sends a thread the second signal, as it does not take the first.
  void askBySecond(int tid) {
    tell(tid, signals.second().number());
  }

  private void tell(int tid, int signal) {
    if (SignalH.tgkill(self, tid, signal) == -Errno.ESRCH.number()) {
      settle(tid);
    }
  }

  /// Waits for answers until only so many are missing, or none has come for a while.
  ///
  /// @return whether no more are missing
  boolean await(Listener listener, WaitingTime time, int left, long silence) {
    long end = time.passed() + silence;
    int turn = 0;
    while (true) {
      if (take(listener)) {
        end = time.passed() + silence;
        turn = 0;
      }
      if (missing <= left) {
        return true;
      }
      if (time.passed() > end) {
        return false;
      }
      if (turn++ < SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.parkNanos(PAUSE);
      }
    }
  }

  /// Takes the answers that are there.
  ///
  /// @return whether a thread has been settled by one
  boolean take(Listener listener) {
    boolean any = false;
    while (answers.next()) {
      int tid = answers.tid();
      if (settled.add(tid)) {
        missing -= asked.contains(tid) ? 1 : 0;
        any = true;
        listener.answered(tid, answers.mask());
      }
    }
    return any;
  }

  /// Collects those that were asked and are not settled, for a look at them.
  int silent() {
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (!settled.contains(open[i])) {
        open[kept++] = open[i];
      }
    }
    count = kept;
    return count;
  }

  /// The ids of the [#silent].
  int[] open() {
    return open;
  }

  /// How many were asked and are not settled.
  int missing() {
    return missing;
  }

  /// Answers that were overwritten before they were read: a thread's first answer may be one.
  long lost() {
    return answers.lost();
  }
}
