package dev.signalman.lifecycle.machine;

import java.util.HashMap;
import java.util.Map;

/// How much time a stage gets when it begins.
///
/// A stage with a limit gets that time, or the rest if less is left. The other stages share: each
/// gets the remaining time divided by the number of such stages on the longest way from it to the
/// end. Time that it does not use is left for the stages after it. Stages without tasks do not
/// count.
final class Shares {
  private final StopState state;
  private final Map<String, Integer> known = new HashMap<>();

  private Shares(StopState state) {
    this.state = state;
  }

  static long of(StopState state, StageRun stage, long now) {
    long left = Math.max(0, state.stagesEnd() - now);
    return stage.within == Span.ENDLESS
        ? left / Math.max(1, new Shares(state).sharers(stage))
        : Math.min(stage.within, left);
  }

  private int sharers(StageRun stage) {
    Integer before = known.get(stage.name);
    if (before != null) {
      return before;
    }
    int most = 0;
    for (StageRun later : state.stages) {
      if (later.after.contains(stage.name)) {
        most = Math.max(most, sharers(later));
      }
    }
    boolean shares = stage.within == Span.ENDLESS && !stage.tasks.isEmpty();
    int all = shares ? most + 1 : most;
    known.put(stage.name, all);
    return all;
  }
}
