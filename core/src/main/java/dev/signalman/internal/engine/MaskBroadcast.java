package dev.signalman.internal.engine;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.internal.kernel.QueueRoom;
import dev.signalman.internal.kernel.ThreadFile;
import dev.signalman.internal.kernel.ThreadList;
import dev.signalman.internal.kernel.ThreadMasks;
import dev.signalman.internal.kernel.TidSet;
import dev.signalman.posix.Memory;
import dev.signalman.posix.SignalH;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/// Changes the signal mask of every thread of this process, including those of the VM and of native
/// libraries.
///
/// A thread's mask can only be changed from within. So each thread is sent a set-up signal, whose
/// handler edits the mask that the kernel restores when the handler returns, and answers with the
/// previous mask. A new thread inherits its creator's mask. So passes over new threads are repeated
/// until two in a row find nothing to do and no thread that may have inherited an old mask. For
/// threads that do not answer, `/proc` is read.
final class MaskBroadcast {
  // Lower bounds, as WaitingTime counts.
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration PATIENCE_WITH_BUSY = Duration.ofSeconds(2);
  private static final long ANSWERING = 100_000_000;
  private static final long LOOKING = 10_000_000;

  /// How long a change waits for a thread to leave a handler, once for each thread; the rest is
  /// done later. A thread that waits for a CPU or is suspended is waited for as long as in any
  /// other case.
  private static final long VERIFYING = 500_000_000;

  /// How long it waits for sleeping threads. A thread that was started with the signals blocked and
  /// never runs Java, such as the one that waits for the VM to end, looks all its life as if it
  /// were inside a handler.
  private static final long VERIFYING_SLEEPERS = 1_000_000;

  private static final long FIRST_PAUSE = 50_000;
  private static final long SHORT_PAUSE = 2_000_000;

  /// Each verification wakes a suspended thread, which must come to sleep again to be seen so.
  private static final long LONG_PAUSE = 32_000_000;

  /// How often a busy thread may leave the set-up signal pending before it counts as permanently
  /// busy.
  private static final int UNANSWERED = 5;

  private final boolean visible;
  private final LongSupplier clock;
  private final SetUpSignals signals;
  private final RollCall calls;
  private final ThreadList list = new ThreadList();
  private final ThreadFile file = new ThreadFile();
  private final ThreadMasks masks = new ThreadMasks(file);
  private final HandlerMasks handlers = new HandlerMasks();
  private final OwnMasks own = new OwnMasks(file);
  private final Suspects suspects = new Suspects(file);
  private final TidSet known = new TidSet();
  private final TidSet present = new TidSet();
  private final TidSet older = new TidSet();
  private final Memory ownMask = Memory.allocate(SignalH.SIGSET_SIZE);
  private final int[] one = new int[1];

  // The findings of the last pass.
  private int needy;
  private int deaf;
  private int busy;
  private int starting;
  private boolean handling;

  /// @param visible whether the kernel shows the masks of threads
  /// @param clock nanoseconds since some time, `System::nanoTime`
  MaskBroadcast(HandlerPage page, boolean visible, LongSupplier clock) {
    this.visible = visible;
    this.clock = clock;
    signals = new SetUpSignals(page, new QueueRoom(file));
    calls = new RollCall(page, signals);
  }

  /// Whether a signal that is being claimed still has to serve here: SIGURG always, and SIGWINCH if
  /// SIGURG belongs to another library.
  boolean needs(Signal signal) {
    return signal == Signal.URG || (signal == Signal.WINCH && !signals.isAvailable(Signal.URG));
  }

  /// Whether SIGURG is among the signals being claimed and has no handler, so that it can serve
  /// here before it is claimed.
  boolean canServeFirst(SignalSet claimed) {
    return claimed.contains(Signal.URG) && signals.isAvailable(Signal.URG);
  }

  /// Reads, before a claim changes actions, the handlers in which threads may be.
  ///
  /// @return those of `bits` that every thread blocks: the process was started so, and no thread
  ///   can ever take one. Usually the mask of the calling thread is enough to exclude that
  long prepare(long bits) {
    handlers.read();
    SignalH.pthread_sigmask(SignalH.SIG_BLOCK, null, ownMask);
    long everywhere = bits & ownMask.getLong(0);
    if (everywhere == 0 || !visible) {
      return 0;
    }
    list.read();
    for (int i = 0; i < list.size() && everywhere != 0; i++) {
      one[0] = list.tid(i);
      masks.readAll(one, 1);
      if (masks.sight(0) != ThreadMasks.Sight.GONE) {
        everywhere &= masks.sight(0) == ThreadMasks.Sight.MASK ? masks.mask(0) : 0;
      }
    }
    return everywhere;
  }

  /// Blocks `bits` in every thread, after [#prepare].
  ///
  /// @param byVm those that HotSpot itself blocks in each new thread
  /// @param claimed all signals that have to be blocked in every thread afterwards
  /// @throws IllegalStateException if that is impossible in some thread
  void block(long bits, long byVm, long claimed) {
    if (bits == 0) {
      return;
    }
    own.claim(bits, byVm);
    signals.open();
    try {
      readOlder();
      MaskChange change =
          new MaskChange.Blocking(bits, claimed, older, handlers, suspects, own, calls.answers());
      calls.begin();
      calls.edit(bits, -1L);
      converge(change, "block");
      suspects.watchAgain();
      verifyAtOnce(claimed);
    } finally {
      close();
    }
  }

  /// Twice, because the kernel's list may leave threads out when one ends.
  private void readOlder() {
    older.clear();
    for (int reading = 0; reading < 2; reading++) {
      list.read();
      for (int i = 0; i < list.size(); i++) {
        older.add(list.tid(i));
      }
    }
  }

  /// Unblocks `bits` in every thread except those that blocked them before the claim. What cannot
  /// be done at once is left to [#verify].
  ///
  /// @param claimed all signals that have to be blocked in every thread afterwards
  /// @return whether it is certain that no thread is still inside a handler that it had entered
  ///   before the call
  boolean unblock(long bits, long claimed) {
    if (!visible) {
      return false;
    }
    signals.open();
    try {
      handlers.read();
      MaskChange.Unblocking change =
          new MaskChange.Unblocking(bits, claimed, handlers, suspects, own);
      calls.begin();
      calls.edit(0, ~(bits & ~own.keeps(bits)));
      boolean quiet = converge(change, "unblock");
      quiet &= unblockSpecial(change, bits);
      suspects.watchAgain();
      verifyAtOnce(claimed);
      own.release(bits);
      return quiet;
    } finally {
      close();
    }
  }

  private void close() {
    signals.close();
    calls.edit(0, -1L); // a set-up signal that a thread takes only later changes nothing
  }

  /// A thread that blocks everything is usually inside a handler, or inside a C library function
  /// that does so for a moment (posix_spawn, pthread_create). So it is checked again, until it has
  /// left a few set-up signals pending: then it blocks everything permanently, and needs no change.
  private boolean converge(MaskChange change, String what) {
    WaitingTime time = new WaitingTime(clock);
    known.clear();
    int clean = 0;
    int unanswered = 0;
    while (true) {
      list.read();
      pass(change, time);
      clean = needy + busy == 0 && !change.takeFound() ? clean + 1 : 0;
      // The kernel's list is not a snapshot, and may leave threads out when one ends. The mask of a
      // thread that has not begun yet is unknown; the next pass knows it.
      if (clean >= (starting == 0 ? 2 : 3)) {
        return true;
      }
      Duration patience = needy == 0 || needy == deaf ? PATIENCE_WITH_BUSY : PATIENCE;
      boolean over = time.passed() > patience.toNanos();
      boolean silent = unanswered >= UNANSWERED && needy == deaf;
      if (over || silent) {
        return giveUp(change, what);
      }
      unanswered = await(change, time) ? 0 : unanswered + 1;
    }
  }

  /// Waits for the threads that do not answer. A thread that ends never answers, so their files are
  /// read meanwhile.
  ///
  /// @return whether no thread is left to wait for
  private boolean await(MaskChange change, WaitingTime time) {
    long end = time.passed() + ANSWERING;
    while (needy + busy > 0 && !calls.await(change, time, starting, LOOKING)) {
      if (time.passed() > end) {
        return false;
      }
      look(change);
    }
    return true;
  }

  private boolean giveUp(MaskChange change, String what) {
    if (needy > 0 && change instanceof MaskChange.Blocking) {
      throw unable(what);
    }
    int silent = calls.silent();
    for (int i = 0; i < silent; i++) {
      change.unreached(calls.open()[i]);
    }
    return !handling;
  }

  /// Asks the threads that are not settled, and reads the masks of those that do not answer.
  private void pass(MaskChange change, WaitingTime time) {
    calls.clear();
    for (int i = 0; i < list.size(); i++) {
      int tid = list.tid(i);
      if (!change.isSpecial(tid)) {
        calls.add(tid);
      }
    }
    calls.ask(change, time);
    look(change);
  }

  private void look(MaskChange change) {
    needy = 0;
    deaf = 0;
    busy = 0;
    starting = 0;
    handling = false;
    int silent = calls.missing() == 0 ? 0 : calls.silent();
    if (silent == 0) {
      return;
    }
    masks.readAll(calls.open(), silent);
    calls.take(change); // a thread whose mask shows the change has answered before
    for (int i = 0; i < silent; i++) {
      int tid = calls.open()[i];
      if (!calls.isSettled(tid)) {
        look(change, tid, masks.sight(i), masks.mask(i));
        known.add(tid);
      }
    }
  }

  private void look(MaskChange change, int tid, ThreadMasks.Sight sight, long mask) {
    if (sight == ThreadMasks.Sight.GONE) {
      calls.settle(tid);
      return;
    }
    if (sight == ThreadMasks.Sight.UNKNOWN) {
      busy++;
      handling = true;
      return;
    }
    boolean isDeaf = !signals.reaches(mask);
    if (isDeaf && signals.reachesBySecond(mask)) {
      calls.askBySecond(tid);
      isDeaf = false;
    }
    MaskChange.State state = change.state(tid, mask, isDeaf, known.contains(tid));
    if (state == MaskChange.State.DONE || state == MaskChange.State.TOLD) {
      change.seen(tid, mask);
      calls.settle(tid);
    } else if (state == MaskChange.State.STARTING) {
      starting++;
    } else if (state == MaskChange.State.BUSY) {
      busy++;
      handling |= ThreadMasks.isHandling(mask);
    } else {
      needy++;
      deaf += isDeaf ? 1 : 0;
    }
  }

  private IllegalStateException unable(String what) {
    return new IllegalStateException(
        "cannot "
            + what
            + " signals in "
            + needy
            + " threads of this process: they do not take SIGURG or SIGWINCH (they block it, or a"
            + " debugger holds them)");
  }

  /// Unblocks in the threads that keep some of `bits`, each with its own change. They come last, so
  /// that a set-up signal taken late by one of them does nothing more.
  private boolean unblockSpecial(MaskChange.Unblocking change, long bits) {
    List<Integer> left = own.differing(bits);
    boolean quiet = true;
    while (!left.isEmpty()) {
      long group = change.bits(left.getFirst());
      List<Integer> others = new ArrayList<>();
      calls.clear();
      for (int tid : left) {
        if (change.bits(tid) == group) {
          calls.add(tid);
        } else {
          others.add(tid);
        }
      }
      left = others;
      calls.edit(0, ~group);
      quiet &= ask(change);
    }
    return quiet;
  }

  /// Asks a few threads and waits for their answers, but not for threads that cannot answer.
  ///
  /// @return whether none of them is in one of our handlers
  private boolean ask(MaskChange change) {
    WaitingTime time = new WaitingTime(clock);
    known.clear();
    calls.ask(change, time);
    look(change);
    for (int turn = 0; needy + busy + starting > 0 && turn < UNANSWERED; turn++) {
      calls.await(change, time, deaf, ANSWERING);
      look(change);
    }
    giveUp(change, "unblock");
    return !handling;
  }

  private void verifyAtOnce(long claimed) {
    WaitingTime time = new WaitingTime(clock);
    long pause = FIRST_PAUSE;
    while (suspects.anyFresh() && time.passed() < verifying()) {
      LockSupport.parkNanos(pause);
      pause = Math.min(2 * pause, time.passed() < ANSWERING ? SHORT_PAUSE : LONG_PAUSE);
      if (time.passed() > VERIFYING_SLEEPERS) {
        suspects.noteSleepers();
      }
      verifyWatched(claimed);
      suspects.waitedForSleepers();
    }
    suspects.waited();
  }

  private long verifying() {
    return suspects.anyHeldUp() ? PATIENCE.toNanos() : VERIFYING;
  }

  /// The threads whose masks may not be as intended.
  Suspects suspects() {
    return suspects;
  }

  /// Sets up again the threads whose masks may not be as intended.
  ///
  /// @param claimed all signals that have to be blocked in every thread
  /// @return whether some of them have to be checked once more
  boolean verify(long claimed) {
    if (!suspects.anyWatched()) {
      return false;
    }
    signals.open();
    try {
      handlers.read();
      verifyWatched(claimed);
    } finally {
      close();
    }
    return suspects.anyWatched();
  }

  private void verifyWatched(long claimed) {
    list.read();
    present.clear();
    for (int i = 0; i < list.size(); i++) {
      present.add(list.tid(i));
    }
    suspects.retain(present);
    suspects.ask();
    MaskChange change = new MaskChange.Verifying(claimed, handlers, suspects, own);
    WaitingTime time = new WaitingTime(clock);
    List<Suspects.Suspect> watched = suspects.watched();
    calls.begin();
    while (!watched.isEmpty()) {
      long undone = watched.getFirst().pending() & ~claimed;
      calls.clear();
      for (int i = watched.size() - 1; i >= 0; i--) {
        if ((watched.get(i).pending() & ~claimed) == undone) {
          calls.add(watched.remove(i).tid);
        }
      }
      calls.edit(claimed, ~undone);
      calls.ask(change, time);
    }
  }
}
