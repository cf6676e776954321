package dev.signalman.stress;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.ProcFs;
import java.util.BitSet;

/// Whether each thread of this process blocks what it shall, as the kernel shows it.
final class Masks {
  /// Who blocks more than this is inside a handler or about to begin, and blocks all for a moment.
  private static final int MOMENTARY = 50;

  private Masks() {}

  /// Whether a thread blocks everything for a moment.
  static boolean isMomentary(BitSet mask) {
    return mask.cardinality() > MOMENTARY;
  }

  /// Waits until all threads block `signal`, or none of them does.
  static void await(boolean blocked, Signal signal) throws Exception {
    await(blocked, SignalSet.of(signal));
  }

  /// Waits until all threads block `signals`, or none of them does.
  static void await(boolean blocked, SignalSet signals) throws Exception {
    Eventually.until(
        signals + (blocked ? " blocked in" : " free in") + " every thread",
        () -> isEach(blocked, signals));
  }

  private static boolean isEach(boolean blocked, SignalSet signals) throws Exception {
    for (BitSet mask : ProcFs.masks(ProcessHandle.current().pid()).values()) {
      for (Signal signal : signals) {
        if (!isMomentary(mask) && mask.get(signal.number()) != blocked) {
          return false;
        }
      }
    }
    return true;
  }
}
