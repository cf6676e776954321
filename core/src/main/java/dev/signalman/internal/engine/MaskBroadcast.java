package dev.signalman.internal.engine;

import dev.signalman.Signal;
import dev.signalman.posix.SignalH;
import dev.signalman.posix.UnistdH;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntPredicate;

/// Changes the signal mask of every thread of this process, whoever made the thread.
///
/// A thread's mask can only be changed from within. So each thread that needs a change is sent a
/// set-up signal whose handler edits the mask that the kernel restores when the handler returns. A
/// new thread inherits its creator's mask; passes are repeated until two in a row find nothing to
/// do.
final class MaskBroadcast {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration PATIENCE_WITH_BUSY = Duration.ofMillis(500);
  private static final Duration ACKNOWLEDGEMENT = Duration.ofMillis(100);

  /// Signals that are ignored by default: an instance that a thread takes only after the old action
  /// is back does no harm.
  private static final Signal[] CANDIDATES = {Signal.URG, Signal.WINCH};

  private final HandlerPage page;

  MaskBroadcast(HandlerPage page) {
    this.page = page;
  }

  /// Blocks `bits` in every thread.
  void block(long bits) {
    if (ThreadMasks.read().values().stream().allMatch(mask -> (mask & bits) == bits)) {
      return; // started with the signals blocked: no thread can ever take one
    }
    page.edit(bits, -1L);
    run((tid, mask) -> (mask & bits) != bits, "block");
  }

  /// Unblocks `bits` in every thread but those that `keeps` holds for. When it returns no thread is
  /// still inside a handler that it had entered before the call.
  void unblock(long bits, IntPredicate keeps) {
    page.edit(0, ~bits);
    run((tid, mask) -> (mask & bits) != 0 && !keeps.test(tid), "unblock");
  }

  private interface Need {
    boolean test(int tid, long mask);
  }

  private void run(Need need, String what) {
    Signal setUp = choose();
    Action before = Action.current(setUp);
    if (page.owns(before.handler())) {
      converge(setUp, need, what); // claimed, and its handler knows set-up when it sees it
      return;
    }
    Action.handler(page.setUp()).install(setUp);
    try {
      converge(setUp, need, what);
    } finally {
      before.install(setUp);
    }
  }

  private void converge(Signal setUp, Need need, String what) {
    long start = System.nanoTime();
    int clean = 0;
    while (clean < 2) {
      long acknowledged = page.acknowledgements();
      int needy = 0;
      int busy = 0;
      for (Map.Entry<Integer, Long> thread : ThreadMasks.read().entrySet()) {
        boolean needs = need.test(thread.getKey(), thread.getValue());
        boolean isBusy = blocks(thread.getValue(), setUp);
        if (needs || isBusy) {
          SignalH.tgkill(UnistdH.getpid(), thread.getKey(), setUp.number());
        }
        needy += needs ? 1 : 0;
        busy += isBusy && !needs ? 1 : 0;
      }
      clean = needy + busy == 0 ? clean + 1 : 0;
      long elapsed = System.nanoTime() - start;
      if (needy == 0 && elapsed > PATIENCE_WITH_BUSY.toNanos()) {
        return; // these block the set-up signal for good, and are as they should be
      }
      if (elapsed > PATIENCE.toNanos()) {
        throw new IllegalStateException(
            "cannot "
                + what
                + " signals in "
                + needy
                + " threads of this process: they do not take "
                + setUp.fullName()
                + " (they block it, or a debugger holds them)");
      }
      await(acknowledged + needy + busy);
    }
  }

  /// A thread that blocks the set-up signal is most often busy inside a handler, or inside a C
  /// library function that blocks everything for a moment (posix_spawn, pthread_create), and may
  /// come back from there to a mask that lacks our signals. So it is looked at again.
  private static boolean blocks(long mask, Signal signal) {
    return (mask & 1L << (signal.number() - 1)) != 0;
  }

  private void await(long acknowledgements) {
    long deadline = System.nanoTime() + ACKNOWLEDGEMENT.toNanos();
    for (int turn = 0; page.acknowledgements() < acknowledgements; turn++) {
      if (System.nanoTime() - deadline > 0) {
        return;
      }
      if (turn < 200) {
        Thread.onSpinWait();
      } else {
        LockSupport.parkNanos(50_000);
      }
    }
  }

  private Signal choose() {
    long here = ThreadMasks.read().getOrDefault(UnistdH.gettid(), 0L);
    for (Signal candidate : CANDIDATES) {
      Action action = Action.current(candidate);
      boolean free = action.isDefault() || action.isIgnore();
      boolean ready = candidate == Signal.URG && page.owns(action.handler());
      if ((free || ready) && !blocks(here, candidate)) {
        return candidate;
      }
    }
    throw new IllegalStateException(
        "no signal is free to set up threads with: SIGURG and SIGWINCH are both blocked, or handled"
            + " by another library");
  }
}
