package dev.signalman.internal.engine;

import dev.signalman.internal.kernel.TidSet;
import dev.signalman.posix.ErrnoH;
import dev.signalman.posix.SignalH;
import dev.signalman.posix.UnistdH;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/// Makes threads run the set-up code, and takes their answers.
///
/// An answer is exact: the thread is changed where its answer is made, and the answer says what it
/// blocked before. Only a thread's first answer counts, because later ones show the changes made
/// here. A later one still tells what the thread does not block.
final class RollCall {
  /// The number of threads asked before the first has to answer: fewer than there are slots.
  private static final int AT_ONCE = 2_048;

  /// The time without any answer after which missing threads are checked by other means.
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

  /// Receives the answers for the present change.
  interface Listener {
    /// Called when a thread has been set up; `before` is the mask that it had until then.
    void answered(int tid, long before);

    /// Called for an answer of a thread that is settled already, or to an earlier edit: the thread
    /// blocked nothing but `before` then.
    void answeredLate(int tid, long before);
  }

  RollCall(HandlerPage page, SetUpSignals signals) {
    this.page = page;
    this.signals = signals;
    answers = page.answers();
  }

  /// Begins again, with no thread settled.
  void begin() {
    settled.clear();
    clear();
  }

  /// Sets what the set-up code does from now on. Answers to earlier edits settle no thread.
  void edit(long block, long keep) {
    page.edit(block, keep);
    answers.begin();
  }

  /// Clears the list of threads to ask.
  void clear() {
    asked.clear();
    count = 0;
    missing = 0;
  }

  /// Whether a thread is known to be as intended.
  boolean isSettled(int tid) {
    return settled.contains(tid);
  }

  /// Marks a thread as settled: no answer is expected from it.
  void settle(int tid) {
    if (settled.add(tid) && asked.contains(tid)) {
      missing--;
    }
  }

  /// Adds a thread to ask.
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

  /// Asks all added threads, and waits as long as answers come.
  void ask(Listener listener, WaitingTime time) {
    for (int from = 0; from < count; from += AT_ONCE) {
      int to = Math.min(count, from + AT_ONCE);
      for (int i = from; i < to; i++) {
        tell(open[i], signals.first().number());
      }
      await(listener, time, count - to, SILENCE);
    }
  }

  /// Sends a thread the second signal, because it does not take the first.
  void askBySecond(int tid) {
    tell(tid, signals.second().number());
  }

  private void tell(int tid, int signal) {
    if (SignalH.tgkill(self, tid, signal) == -ErrnoH.ESRCH) {
      settle(tid);
    }
  }

  /// Waits for answers until only `left` are missing, or none has come for `silence`.
  ///
  /// @return whether no more than `left` are missing
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

  /// Takes the present answers.
  ///
  /// @return whether an answer has settled a thread
  boolean take(Listener listener) {
    boolean any = false;
    while (answers.next()) {
      int tid = answers.tid();
      if (!answers.isLate() && settled.add(tid)) {
        missing -= asked.contains(tid) ? 1 : 0;
        any = true;
        listener.answered(tid, answers.mask());
      } else {
        listener.answeredLate(tid, answers.mask());
      }
    }
    return any;
  }

  /// Collects the threads that were asked and are not settled, to check them.
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

  /// The number of threads that were asked and are not settled.
  int missing() {
    return missing;
  }

  /// The answers themselves. Some may have been overwritten before they were read: a thread's first
  /// answer may be among those.
  AnswerRing answers() {
    return answers;
  }
}
