package dev.signalman.lifecycle.machine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Finds the way from one stage back to another one, over the stages that each comes after.
final class Ways {
  private final StopState state;
  private final String to;
  private final Set<String> visited = new HashSet<>();
  private final List<String> way = new ArrayList<>();

  private Ways(StopState state, String to) {
    this.state = state;
    this.to = to;
  }

  /// The names on the way, both ends included; empty if there is none.
  static List<String> find(StopState state, String from, String to) {
    Ways ways = new Ways(state, to);
    return ways.leads(from) ? ways.way : List.of();
  }

  private boolean leads(String from) {
    if (!visited.add(from)) {
      return false;
    }
    way.add(from);
    if (from.equals(to)) {
      return true;
    }
    StageRun stage = state.stage(from);
    if (stage != null) {
      for (String earlier : stage.after) {
        if (leads(earlier)) {
          return true;
        }
      }
    }
    way.removeLast();
    return false;
  }
}
