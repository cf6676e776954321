package dev.signalman.cli.run;

import java.util.Arrays;

/// Maps exit statuses to others. Immutable.
final class ExitMap {
  private static final int COUNT = 256;
  private static final int ITSELF = -1;

  /// Every status is unchanged.
  static final ExitMap NONE = new ExitMap(unchanged());

  private final int[] targets;

  private ExitMap(int[] targets) {
    this.targets = targets;
  }

  private static int[] unchanged() {
    int[] targets = new int[COUNT];
    Arrays.fill(targets, ITSELF);
    return targets;
  }

  /// The same, but `from` becomes `to`; both are 0 to 255.
  ExitMap with(int from, int to) {
    int[] more = targets.clone();
    more[from] = to;
    return new ExitMap(more);
  }

  /// Whether the command line maps a status, even to itself.
  boolean include(int status) {
    return targets[status & COUNT - 1] != ITSELF;
  }

  /// The result for a status. Only its low 8 bits count, as for exit(3).
  int of(int status) {
    int low = status & COUNT - 1;
    return targets[low] == ITSELF ? low : targets[low];
  }
}
