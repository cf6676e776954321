package dev.signalman.signal;

import dev.signalman.Ownership;
import dev.signalman.ReservedSignalException;
import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.internal.kernel.VmSignals;
import dev.signalman.internal.portable.VmMode;
import dev.signalman.posix.Memory;
import dev.signalman.posix.SignalH;
import java.util.Objects;
import java.util.concurrent.Callable;

/// The signal mask of the calling platform thread (pthread_sigmask(3)): the kernel does not deliver
/// blocked signals to the thread.
///
/// It is seldom needed, because most claimed signals are blocked everywhere already. It keeps
/// signals from interrupting a thread in a native call, and it decides what new threads of this
/// thread inherit.
///
/// Inheritance: a new platform thread begins with its creator's mask, except that HotSpot unblocks
/// HUP, INT, TERM (unless the VM was started with `-Xrs`) and its suspend signal in it, and blocks
/// QUIT. Processes started by `ProcessBuilder` begin with an empty mask.
///
/// A virtual thread has no mask: the call would change the mask of its carrier, and so of other
/// virtual threads. There all methods throw `UnsupportedOperationException`.
public final class SignalMask {
  private SignalMask() {}

  /// All signals that a thread in a VM can block, which means that [#block] accepts them and the
  /// kernel blocks them: all except KILL, STOP, SEGV, BUS, FPE, ILL, the one that wakes threads
  /// blocked in sockets, and the one with which the VM suspends threads. Reads the environment,
  /// changes nothing.
  public static SignalSet blockable() {
    return VmSignals.blockable();
  }

  /// The signals that the calling thread blocks.
  public static SignalSet current() {
    return change(SignalH.SIG_BLOCK, SignalSet.none());
  }

  /// Blocks more signals. The kernel leaves out KILL and STOP.
  ///
  /// @return the signals that were blocked before
  /// @throws ReservedSignalException if the VM needs one of them unblocked
  public static SignalSet block(SignalSet signals) {
    return change(SignalH.SIG_BLOCK, checked(signals));
  }

  /// Unblocks signals. Those that are pending for this thread alone are delivered before this
  /// returns; a claimed signal reaches its receiver and is then blocked again.
  ///
  /// @return the signals that were blocked before
  public static SignalSet unblock(SignalSet signals) {
    SignalSet before = change(SignalH.SIG_UNBLOCK, signals);
    // The handler of a claimed signal has blocked all others again, some of which may still be
    // pending.
    SignalSet left = PendingSignals.ofThisThreadAmong(signals);
    while (!left.isEmpty()) {
      change(SignalH.SIG_UNBLOCK, left);
      left = PendingSignals.ofThisThreadAmong(left);
    }
    return before;
  }

  /// Blocks exactly these signals, and QUIT if it is blocked now: the VM blocks QUIT in all threads
  /// except the one that prints the thread dump. Only [#unblock] unblocks it. Changes to the mask
  /// by a claim or a release of signals in another thread at the same time are kept.
  ///
  /// @return the signals that were blocked before
  /// @throws ReservedSignalException if the VM needs one of them unblocked
  public static SignalSet set(SignalSet signals) {
    checked(signals);
    SignalSet before = current();
    // Only the difference: a claim or release in between, by any thread, changes this mask too.
    change(SignalH.SIG_BLOCK, signals.minus(before));
    unblock(before.minus(signals).without(Signal.QUIT));
    return before;
  }

  /// Runs `action` with more signals blocked, and afterwards unblocks those that were not blocked
  /// before. Other changes that `action` made to the mask are kept, as are those by claims and
  /// releases of signals meanwhile.
  ///
  /// @return what `action` returns
  /// @throws ReservedSignalException if the VM needs one of them unblocked; `action` is not run
  ///   then
  /// @throws Exception any exception of `action`
  public static <T> T withBlocked(SignalSet signals, Callable<T> action) throws Exception {
    Objects.requireNonNull(action, "action");
    SignalSet before = block(signals);
    try {
      return action.call();
    } finally {
      unblock(signals.minus(before));
    }
  }

  private static SignalSet checked(SignalSet signals) {
    for (Signal signal : signals) {
      if (VmSignals.mustStayUnblocked(signal)) {
        throw new ReservedSignalException(signal, "be blocked", Ownership.of(signal).reason());
      }
    }
    return signals;
  }

  private static SignalSet change(int how, SignalSet signals) {
    if (Thread.currentThread().isVirtual()) {
      throw new UnsupportedOperationException(
          "a virtual thread has no signal mask; use a platform thread");
    }
    VmMode.requireNative("signal masks of threads (SignalMask)");
    Memory set = Memory.allocate(SignalH.SIGSET_SIZE).putLong(0, signals.mask());
    Memory old = Memory.allocate(SignalH.SIGSET_SIZE);
    int result = SignalH.pthread_sigmask(how, set, old);
    if (result < 0) {
      throw new IllegalStateException("pthread_sigmask: errno " + -result);
    }
    return SignalSet.ofMask(old.getLong(0));
  }
}
