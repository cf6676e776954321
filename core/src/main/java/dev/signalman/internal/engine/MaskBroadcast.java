package dev.signalman.internal.engine;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.posix.SignalH;
import dev.signalman.posix.UnistdH;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/// Changes the signal mask of every thread of this process, whoever made the thread.
///
/// A thread's mask can only be changed from within. So each thread that needs a change is sent a
/// set-up signal whose handler edits the mask that the kernel restores when the handler returns. A
/// new thread inherits its creator's mask; passes are repeated until two in a row find nothing to
/// do, and no thread that may have inherited the mask of before.
final class MaskBroadcast {
  static {
    // To take signals, and to give them back.
    Calls.loaded(Blocking.class, Unblocking.class, State.class, Look.class, WaitingTime.class);
  }

  // Least values, as WaitingTime counts.
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration PATIENCE_WITH_BUSY = Duration.ofSeconds(2);
  private static final Duration ACKNOWLEDGEMENT = Duration.ofMillis(100);

  /// So often a busy thread may leave the set-up signal waiting until it counts as busy for good.
  private static final int UNANSWERED = 5;

  /// Signals that are ignored by default: an instance that a thread takes only after the old action
  /// is back does no harm.
  private static final Signal[] CANDIDATES = {Signal.URG, Signal.WINCH};

  /// HotSpot unblocks these in each thread that it starts, however its creator had them.
  private static final long REOPENED = SignalSet.TERMINATION.mask();

  private static final long STANDARD = (1L << Signal.SYS.number()) - 1;

  private final HandlerPage page;
  private final LongSupplier clock;

  /// @param clock nanoseconds since some time, `System::nanoTime`
  MaskBroadcast(HandlerPage page, LongSupplier clock) {
    this.page = page;
    this.clock = clock;
  }

  /// Whether a signal that is being claimed has to go on serving here: SIGURG always, and SIGWINCH
  /// where SIGURG belongs to another library.
  boolean needs(Signal signal) {
    return signal == Signal.URG || (signal == Signal.WINCH && !isAvailable(Signal.URG));
  }

  private boolean isAvailable(Signal signal) {
    Action action = Action.current(signal);
    return action.isDefault() || action.isIgnore() || action.handler() == page.deliverOrPass();
  }

  /// Blocks `bits` in every thread.
  void block(long bits) {
    if (!ThreadMasks.VISIBLE
        || ThreadMasks.read().values().stream().allMatch(mask -> (mask & bits) == bits)) {
      return; // started with the signals blocked: no thread can ever take one
    }
    page.edit(bits, -1L);
    run(new Blocking(bits), "block");
  }

  /// Unblocks `bits` in every thread but those that `keeps` holds for.
  ///
  /// @return whether it is certain that no thread is still inside a handler that it had entered
  ///   before the call
  boolean unblock(long bits, IntPredicate keeps) {
    if (!ThreadMasks.VISIBLE) {
      return false;
    }
    page.edit(0, ~bits);
    return run(new Unblocking(bits, keeps), "unblock");
  }

  /// What a change finds in a thread.
  private enum State {
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

  /// What shall become of the masks.
  private sealed interface Change {
    /// @param deaf whether the thread blocks all that it could be set up with
    /// @param known whether the thread was there at the look before
    State of(int tid, long mask, boolean deaf, boolean known);
  }

  private record Blocking(long bits) implements Change {
    @Override
    public State of(int tid, long mask, boolean deaf, boolean known) {
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
  }

  private record Unblocking(long bits, IntPredicate keeps) implements Change {
    @Override
    public State of(int tid, long mask, boolean deaf, boolean known) {
      if (ThreadMasks.isBusy(mask)) {
        return known ? State.BUSY : State.STARTING;
      }
      if ((mask & bits) == 0 || keeps.test(tid)) {
        return State.DONE;
      }
      return deaf ? State.BUSY : State.NEEDY; // if it stays deaf, it blocks on its own account
    }
  }

  private boolean run(Change change, String what) {
    Map<Signal, Action> before = new EnumMap<>(Signal.class);
    for (Signal candidate : CANDIDATES) {
      Action action = Action.current(candidate);
      if (action.isDefault() || action.isIgnore()) {
        before.put(candidate, action);
      }
    }
    // When the limit of queued signals is reached the kernel delivers a signal without its details,
    // by which alone a claimed one is known as ours; so one that nobody handles comes first.
    List<Signal> setUps = new ArrayList<>(before.keySet());
    for (Signal candidate : CANDIDATES) {
      if (Action.current(candidate).handler() == page.deliverOrPass()) {
        setUps.add(candidate);
      }
    }
    if (setUps.isEmpty()) {
      throw new IllegalStateException(
          "cannot "
              + what
              + " signals in the threads of this process: that takes SIGURG or SIGWINCH, but another"
              + " library handles both, or handles SIGURG while SIGWINCH is claimed");
    }
    try {
      before.keySet().forEach(Action.handler(page.setUp())::install);
      return converge(setUps, change, what);
    } finally {
      before.forEach((signal, action) -> action.install(signal));
      page.edit(0, -1L); // what a claimed SIGURG does that some thread takes only later: nothing
    }
  }

  /// A thread that blocks everything is most often inside a handler, or inside a C library function
  /// that does so for a moment (posix_spawn, pthread_create). So it is looked at again, until it
  /// has left a few set-up signals waiting: then it blocks everything for good, and that is as it
  /// should be.
  private boolean converge(List<Signal> setUps, Change change, String what) {
    WaitingTime time = new WaitingTime(clock);
    Set<Integer> known = ThreadMasks.read().keySet();
    int clean = 0;
    int unanswered = 0;
    while (true) {
      long acknowledged = page.acknowledgements();
      Look look = look(setUps, change, known);
      clean = look.needy + look.busy == 0 ? clean + 1 : 0;
      // A look is not made at one moment. A thread may be listed, start another with its old mask,
      // be changed, and only then be read; that other one is listed by the next look. If it has not
      // begun by then its mask does not show, but by the look after that it is known.
      if (clean >= (look.starting == 0 ? 2 : 3)) {
        return true;
      }
      Duration patience =
          look.needy == 0 || look.needy == look.deaf ? PATIENCE_WITH_BUSY : PATIENCE;
      boolean over = time.passed() > patience.toNanos();
      boolean silent = unanswered >= UNANSWERED && look.needy == look.deaf;
      if (over || silent) {
        if (look.needy > 0) {
          throw unable(setUps, what, look.needy);
        }
        return !look.handling;
      }
      boolean answered = await(acknowledged + look.needy + look.busy, time);
      unanswered = answered ? 0 : unanswered + 1;
      known = look.present;
    }
  }

  /// @param present the threads there are
  /// @param needy how many have to be changed
  /// @param deaf how many of these cannot be
  /// @param busy how many may have to be
  /// @param starting how many that are new may begin with a mask of before
  /// @param handling whether one of the busy ones may be inside a handler of ours
  private record Look(
      Set<Integer> present, int needy, int deaf, int busy, int starting, boolean handling) {}

  private Look look(List<Signal> setUps, Change change, Set<Integer> known) {
    int needy = 0;
    int deaf = 0;
    int busy = 0;
    int starting = 0;
    boolean handling = false;
    Map<Integer, Long> masks = ThreadMasks.read();
    for (Map.Entry<Integer, Long> thread : masks.entrySet()) {
      int tid = thread.getKey();
      long mask = thread.getValue();
      Optional<Signal> open =
          setUps.stream().filter(signal -> !ThreadMasks.blocks(mask, signal)).findFirst();
      State state = change.of(tid, mask, open.isEmpty(), known.contains(tid));
      if (state != State.DONE) {
        SignalH.tgkill(UnistdH.getpid(), tid, open.orElse(setUps.getFirst()).number());
      }
      needy += state == State.NEEDY ? 1 : 0;
      deaf += state == State.NEEDY && open.isEmpty() ? 1 : 0;
      busy += state == State.BUSY ? 1 : 0;
      starting += state == State.STARTING ? 1 : 0;
      handling |= state == State.BUSY && ThreadMasks.isHandling(mask);
    }
    return new Look(masks.keySet(), needy, deaf, busy, starting, handling);
  }

  private static IllegalStateException unable(List<Signal> setUps, String what, int threads) {
    return new IllegalStateException(
        "cannot "
            + what
            + " signals in "
            + threads
            + " threads of this process: they do not take "
            + setUps.stream().map(Signal::fullName).collect(Collectors.joining(" or "))
            + " (they block it, or a debugger holds them)");
  }

  /// @return whether they came
  private boolean await(long acknowledgements, WaitingTime time) {
    long end = time.passed() + ACKNOWLEDGEMENT.toNanos();
    for (int turn = 0; page.acknowledgements() < acknowledgements; turn++) {
      if (time.passed() > end) {
        return false;
      }
      if (turn < 200) {
        Thread.onSpinWait();
      } else {
        LockSupport.parkNanos(50_000);
      }
    }
    return true;
  }
}
