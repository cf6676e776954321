package dev.signalman.internal.engine;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Which threads blocked a signal before it was claimed: a release leaves it blocked there.
///
/// @param blocked threads that did
/// @param unblocked threads that did not
/// @param everywhere whether every thread did: the process was started so
/// @param blockedByVm whether HotSpot blocks the signal in each new thread by itself
record BlockedBefore(
    Set<Integer> blocked, Set<Integer> unblocked, boolean everywhere, boolean blockedByVm) {
  /// For want of a look at the threads.
  static final BlockedBefore UNKNOWN = new BlockedBefore(Set.of(), Set.of(), false, false);

  static Map<Signal, BlockedBefore> of(SignalSet signals) {
    Map<Signal, BlockedBefore> result = new EnumMap<>(Signal.class);
    if (!ThreadMasks.readable()) {
      return result;
    }
    Map<Integer, Long> masks = ThreadMasks.read();
    for (Signal signal : signals) {
      Set<Integer> blocked = new HashSet<>();
      Set<Integer> unblocked = new HashSet<>();
      masks.forEach((tid, mask) -> {
        if (!has(mask, signal)) {
          unblocked.add(tid);
        } else if (signal == Signal.URG || !has(mask, Signal.URG)) {
          blocked.add(tid);
        } // otherwise it may block everything for a moment only, which says nothing
      });
      result.put(
          signal,
          new BlockedBefore(blocked, unblocked, unblocked.isEmpty(), isBlockedByVm(signal)));
    }
    return result;
  }

  /// HotSpot blocks QUIT in all but its VM thread, so that thread dumps are made there.
  private static boolean isBlockedByVm(Signal signal) {
    return signal == Signal.QUIT && Guards.isVmHandler(Action.current(signal));
  }

  private static boolean has(long mask, Signal signal) {
    return (mask & 1L << (signal.number() - 1)) != 0;
  }

  /// Whether thread `tid`, which may be younger than the claim, shall go on blocking it.
  boolean keeps(int tid) {
    return blockedByVm ? !unblocked.contains(tid) : blocked.contains(tid);
  }
}
