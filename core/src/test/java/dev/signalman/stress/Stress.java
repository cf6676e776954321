package dev.signalman.stress;

import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.StressRun;

/// What the stress tests of this package share.
final class Stress {
  private Stress() {}

  /// A child as a program is run: all compilers, and time enough.
  static ChildJvm.Builder child(Class<?> main) {
    return child(main, Beside.chosen());
  }

  /// The same beside something that interrupts its threads.
  static ChildJvm.Builder child(Class<?> main, Beside other) {
    return other
        .child(main)
        .vm("-XX:TieredStopAtLevel=4")
        .limit(StressRun.time().multipliedBy(4).plusMinutes(10));
  }
}
