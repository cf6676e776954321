package dev.signalman.internal.engine;

import dev.signalman.Signal;
import dev.signalman.posix.Memory;
import dev.signalman.posix.SignalH;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/// Changes the signal mask of every thread of this process, whoever made the thread.
///
/// A thread's mask can only be changed from within. So each thread is sent a set-up signal whose
/// handler edits the mask that the kernel restores when the handler returns, and answers with the
/// mask of before. A new thread inherits its creator's mask; passes over the threads that are new
/// are repeated until two in a row find nothing to do, and no thread that may have inherited the
/// mask of before. Threads that do not answer are looked at.
final class MaskBroadcast {
  static {
    // To take signals, and to give them back.
    if (Calls.FROM_FOLDER) {
      Calls.loaded(
          AnswerRing.class,
          HandlerMasks.class,
          MaskChange.class,
          MaskChange.Blocking.class,
          MaskChange.State.class,
          MaskChange.Unblocking.class,
          MaskChange.Verifying.class,
          OwnMasks.class,
          RollCall.class,
          SetUpSignals.class,
          Suspects.class,
          Suspects.Suspect.class,
          ThreadFile.class,
          ThreadList.class,
          ThreadMasks.class,
          TidSet.class,
          WaitingTime.class);
    }
  }

  // Least values, as WaitingTime counts.
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration PATIENCE_WITH_BUSY = Duration.ofSeconds(2);
  private static final long ANSWERING = 100_000_000;
  private static final long LOOKING = 10_000_000;

  /// So long a change waits for threads to come out of handlers, once for each thread; the rest is
  /// seen to later.
  private static final long VERIFYING = 500_000_000;

  /// So long it waits for those that sleep. A thread that was started with the signals blocked and
  /// never runs Java, such as the one that waits for the VM to end, looks as if it were inside a
  /// handler all its life.
  private static final long VERIFYING_SLEEPERS = 1_000_000;

  private static final long FIRST_PAUSE = 50_000;
  private static final long LAST_PAUSE = 2_000_000;

  /// So often a busy thread may leave the set-up signal waiting until it counts as busy for good.
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
  private final Memory ownMask = Memory.allocate(128);
  private final int[] one = new int[1];

  // What the last pass found.
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
    signals = new SetUpSignals(page);
    calls = new RollCall(page, signals);
  }

  /// Whether a signal that is being claimed has to go on serving here: SIGURG always, and SIGWINCH
  /// where SIGURG belongs to another library.
  boolean needs(Signal signal) {
    return signal == Signal.URG || (signal == Signal.WINCH && !signals.isAvailable(Signal.URG));
  }

  /// Looks around before a claim changes actions: at the handlers in which threads may be.
  ///
  /// @return which of `bits` every thread blocks: the process was started so, and no thread can
  ///   ever take one; most often the calling thread alone shows that it is not so
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
      masks.look(one, 1);
      if (masks.sight(0) != ThreadMasks.Sight.GONE) {
        everywhere &= masks.sight(0) == ThreadMasks.Sight.MASK ? masks.mask(0) : 0;
      }
    }
    return everywhere;
  }

  /// Blocks `bits` in every thread, after [#prepare].
  ///
  /// @param byVm those that HotSpot blocks in each new thread by itself
  /// @param claimed all that shall be blocked in every thread then
  /// @throws IllegalStateException if there are threads in which that cannot be done
  void block(long bits, long byVm, long claimed) {
    if (bits == 0) {
      return;
    }
    own.claim(bits, byVm);
    signals.open();
    try {
      MaskChange change = new MaskChange.Blocking(bits, handlers, suspects, own, calls);
      calls.begin();
      calls.edit(bits, -1L);
      converge(change, "block");
      verifyAtOnce(claimed);
    } finally {
      close();
    }
  }

  /// Unblocks `bits` in every thread but those that blocked them before they were claimed. What can
  /// not be done at once is left to [#verify].
  ///
  /// @param claimed all that shall be blocked in every thread then
  /// @return whether it is certain that no thread is still inside a handler that it had entered
  ///   before the call
  boolean unblock(long bits, long claimed) {
    if (!visible) {
      return false;
    }
    signals.open();
    try {
      handlers.read();
      MaskChange.Unblocking change = new MaskChange.Unblocking(bits, handlers, suspects, own);
      calls.begin();
      calls.edit(0, ~(bits & ~own.keeps(bits)));
      boolean quiet = converge(change, "unblock");
      quiet &= unblockSpecial(change, bits);
      verifyAtOnce(claimed);
      own.release(bits);
      return quiet;
    } finally {
      close();
    }
  }

  private void close() {
    signals.close();
    calls.edit(0, -1L); // what a claimed SIGURG does that some thread takes only later: nothing
  }

  /// A thread that blocks everything is most often inside a handler, or inside a C library function
  /// that does so for a moment (posix_spawn, pthread_create). So it is looked at again, until it
  /// has left a few set-up signals waiting: then it blocks everything for good, and that is as it
  /// should be.
  private boolean converge(MaskChange change, String what) {
    WaitingTime time = new WaitingTime(clock);
    known.clear();
    int clean = 0;
    int unanswered = 0;
    while (true) {
      list.read();
      pass(change, time);
      clean = needy + busy == 0 && !change.takeFound() ? clean + 1 : 0;
      // The kernel's list is not made at one moment, and may leave threads out when one ends. If a
      // thread has not begun yet its mask does not show, but by the look after that it is known.
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

  /// Waits for those that do not answer. A thread that ends never does, so they are looked at
  /// meanwhile.
  ///
  /// @return whether none is left to wait for
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

  /// Asks the threads that are not settled, and looks at those that do not answer.
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
    masks.look(calls.open(), silent);
    calls.take(change); // whose mask shows the change has answered before
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

  /// Those that keep some of `bits`, each with what is to be undone in it. They come last: nothing
  /// that one of them takes late shall do more.
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

  /// Asks a few threads and waits for them, but not for those that cannot answer.
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
    while (suspects.anyFresh() && time.passed() < VERIFYING) {
      LockSupport.parkNanos(pause);
      pause = Math.min(2 * pause, LAST_PAUSE);
      verifyWatched(claimed);
      if (time.passed() > VERIFYING_SLEEPERS) {
        suspects.waitedForSleepers();
      }
    }
    suspects.waited();
  }

  /// Threads whose masks may not stand as they shall.
  Suspects suspects() {
    return suspects;
  }

  /// Sets up again those whose masks may not stand as they shall.
  ///
  /// @param claimed all that shall be blocked in every thread
  /// @return whether some of them have to be looked at once more
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
