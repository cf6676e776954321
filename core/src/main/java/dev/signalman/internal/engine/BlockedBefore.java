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
/// @param unblocked threads that did not, or that said nothing because they blocked everything
/// @param everywhere whether no thread was seen that did not: the process was started so
/// @param blockedByVm whether HotSpot blocks the signal in each new thread by itself
record BlockedBefore(
    Set<Integer> blocked, Set<Integer> unblocked, boolean everywhere, boolean blockedByVm) {
  /// For want of a look at the threads.
  static final BlockedBefore UNKNOWN = new BlockedBefore(Set.of(), Set.of(), false, false);

  static Map<Signal, BlockedBefore> of(SignalSet signals) {
    Map<Signal, BlockedBefore> result = new EnumMap<>(Signal.class);
    if (!ThreadMasks.VISIBLE) {
      return result;
    }
    Map<Integer, Long> masks = ThreadMasks.read();
    for (Signal signal : signals) {
      result.put(signal, of(signal, masks));
    }
    return result;
  }

  private static BlockedBefore of(Signal signal, Map<Integer, Long> masks) {
    Set<Integer> blocked = new HashSet<>();
    Set<Integer> unblocked = new HashSet<>();
    boolean everywhere = true;
    for (Map.Entry<Integer, Long> thread : masks.entrySet()) {
      long mask = thread.getValue();
      if (ThreadMasks.blocks(mask, signal) && !ThreadMasks.isBusy(mask)) {
        blocked.add(thread.getKey());
      } else {
        unblocked.add(thread.getKey());
        everywhere &= ThreadMasks.blocks(mask, signal);
      }
    }
    return new BlockedBefore(blocked, unblocked, everywhere, isBlockedByVm(signal));
  }

  /// HotSpot blocks QUIT in all but its VM thread, so that thread dumps are made there.
  private static boolean isBlockedByVm(Signal signal) {
    return signal == Signal.QUIT && Guards.isVmHandler(Action.current(signal));
  }

  /// Whether thread `tid`, which may be younger than the claim, shall go on blocking it.
  boolean keeps(int tid) {
    return blockedByVm ? !unblocked.contains(tid) : blocked.contains(tid);
  }
}
