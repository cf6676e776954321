package dev.signalman.cli.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SearchesTest {
  @Test
  void endOfAChildBeginsASearch() {
    Searches due = Searches.NONE.childEnded();
    assertThat(due.due()).isTrue();
    assertThat(due.begun().done(false)).isEqualTo(Searches.NONE);
  }

  @Test
  void newsInTheMiddleBeginsAnotherSearchAfterwards() {
    Searches middle = Searches.NONE.childEnded().begun().done(true);
    Searches last = middle.childEnded().begun().done(false);
    assertThat(last.due()).isTrue();
    assertThat(last.underway()).isFalse();
    assertThat(last.begun().done(false)).isEqualTo(Searches.NONE);
  }

  @Test
  void failedSearchIsRepeatedAfterARestAndNotBefore() {
    Searches failed = Searches.NONE.childEnded().begun().failed();
    assertThat(failed.due()).isFalse();
    assertThat(failed.childEnded()).isEqualTo(failed);
    assertThat(failed.rested().due()).isTrue();
    assertThat(failed.rested().begun().done(false)).isEqualTo(Searches.NONE);
  }

  /// A state with what the test knows of the world.
  ///
  /// @param unseen whether a child has ended that neither the present nor an earlier search has to
  ///   find
  private record World(Searches state, boolean unseen) {}

  @Test
  @DisplayName("RUN-27 whatever the order of events, a search follows each end of a child")
  void everyOrderOfEvents() {
    Set<World> seen = new HashSet<>();
    Deque<World> next = new ArrayDeque<>(List.of(new World(Searches.NONE, false)));
    while (!next.isEmpty()) {
      World world = next.pop();
      if (seen.add(world)) {
        Searches state = world.state();
        assertThat(!world.unseen() || state.due() || state.resting()).as("%s", world).isTrue();
        assertThat(state.due() && state.resting()).as("%s", world).isFalse();
        next.addAll(successors(world));
      }
    }
    assertThat(seen).hasSize(5);
  }

  private static List<World> successors(World world) {
    Searches state = world.state();
    List<World> after = new ArrayList<>(List.of(new World(state.childEnded(), true)));
    if (state.due()) {
      Searches begun = state.begun();
      boolean unseen = world.unseen() && state.underway(); // the first part reads the whole list
      after.add(new World(begun.done(true), unseen));
      after.add(new World(begun.done(false), unseen));
      after.add(new World(begun.failed(), true));
    }
    if (state.resting()) {
      after.add(new World(state.rested(), world.unseen()));
    }
    return after;
  }
}
