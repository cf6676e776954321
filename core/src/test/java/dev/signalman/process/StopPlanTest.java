package dev.signalman.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalman.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The machine of a plan, cell by cell: no process, no clock.
class StopPlanTest {
  private static final long SECOND = 1_000_000_000;

  private static void is(Stopping now, Stopping.State state, Signal... signals) {
    assertThat(now.state()).isEqualTo(state);
    assertThat(now.signals()).containsExactly(signals);
  }

  @Test
  @DisplayName("a plan begins with its first signal and CONT")
  void begins() {
    Stopping now = StopPlan.within(Duration.ofSeconds(3)).begin(7);
    is(now, Stopping.State.ASKED, Signal.TERM, Signal.CONT);
    assertThat(now.untilNext(7)).isEqualTo(3 * SECOND);
    assertThat(now.untilNext(7 + SECOND)).isEqualTo(2 * SECOND);
    assertThat(now.isForced()).isFalse();
  }

  @Test
  @DisplayName("before the time is over nothing is sent again")
  void isQuiet() {
    Stopping now = StopPlan.within(Duration.ofSeconds(3)).begin(0).next(2 * SECOND, false);
    is(now, Stopping.State.ASKED);
    assertThat(now.untilNext(2 * SECOND)).isEqualTo(SECOND);
  }

  @Test
  @DisplayName("KILL follows once when the time is over, and its effect is awaited without a limit")
  void kills() {
    Stopping now = StopPlan.within(Duration.ofSeconds(3)).begin(0).next(3 * SECOND, false);
    is(now, Stopping.State.KILLED, Signal.KILL);
    assertThat(now.isForced()).isTrue();
    assertThat(now.untilNext(3 * SECOND)).isEqualTo(Long.MAX_VALUE);
    Stopping later = now.next(300 * SECOND, false);
    is(later, Stopping.State.KILLED);
    is(later.next(301 * SECOND, true), Stopping.State.ENDED);
    assertThat(later.next(301 * SECOND, true).isForced()).isTrue();
  }

  @Test
  @DisplayName("processes that are out of reach are over, and not known to have ended")
  void outOfReach() {
    Stopping asked = StopPlan.within(Duration.ofSeconds(3)).begin(0);
    is(asked.outOfReach(), Stopping.State.UNKNOWN);
    assertThat(asked.outOfReach().isOver()).isTrue();
    is(asked.hurry(1).outOfReach(), Stopping.State.UNKNOWN);
    assertThat(asked.hurry(1).outOfReach().isForced()).isTrue();
    is(asked.outOfReach().next(4 * SECOND, true), Stopping.State.UNKNOWN);
    is(asked.outOfReach().hurry(1), Stopping.State.UNKNOWN);
    is(asked.next(1, true).outOfReach(), Stopping.State.ENDED);
  }

  @Test
  @DisplayName("the steps come in their order, each with its own time")
  void steps() {
    StopPlan plan =
        StopPlan.first(Signal.INT, Duration.ofSeconds(1)).then(Signal.TERM, Duration.ofSeconds(5));
    Stopping now = plan.begin(0);
    is(now, Stopping.State.ASKED, Signal.INT, Signal.CONT);
    now = now.next(SECOND, false);
    is(now, Stopping.State.ASKED, Signal.TERM, Signal.CONT);
    assertThat(now.untilNext(SECOND)).isEqualTo(5 * SECOND);
    is(now.next(6 * SECOND, false), Stopping.State.KILLED, Signal.KILL);
  }

  @Test
  @DisplayName("a process that ends, in any state, ends the plan")
  void ends() {
    for (long at : new long[] {0, 1, 9}) {
      Stopping now = StopPlan.within(Duration.ofSeconds(3)).begin(0).next(at * SECOND, false);
      Stopping ended = now.next(at * SECOND, true);
      is(ended, Stopping.State.ENDED);
      assertThat(ended.isOver()).isTrue();
      is(ended.next(99 * SECOND, false), Stopping.State.ENDED);
      is(ended.hurry(99 * SECOND), Stopping.State.ENDED);
    }
  }

  @Test
  @DisplayName("a plan without KILL leaves a process that does not end")
  void leaves() {
    StopPlan plan = StopPlan.within(Duration.ofSeconds(3)).withoutKill();
    Stopping now = plan.begin(0).next(3 * SECOND, false);
    is(now, Stopping.State.LEFT);
    assertThat(now.isOver()).isTrue();
    assertThat(now.isForced()).isFalse();
  }

  @Test
  @DisplayName("hurry sends KILL at once, and only once")
  void hurries() {
    Stopping now = StopPlan.within(Duration.ofHours(1)).begin(0).hurry(5);
    is(now, Stopping.State.KILLED, Signal.KILL);
    is(now.hurry(6), Stopping.State.KILLED);
  }

  @Test
  @DisplayName("a plan may begin with a wait, or with KILL")
  void withoutASignal() {
    Stopping waits = StopPlan.killAfter(Duration.ofSeconds(2)).begin(0);
    is(waits, Stopping.State.ASKED);
    is(waits.next(2 * SECOND, false), Stopping.State.KILLED, Signal.KILL);
    is(StopPlan.kill().begin(0), Stopping.State.KILLED, Signal.KILL);
  }

  @Test
  @DisplayName("no CONT follows KILL or CONT, which a stopped process takes")
  void withoutCont() {
    is(StopPlan.first(Signal.CONT, Duration.ZERO).begin(0), Stopping.State.ASKED, Signal.CONT);
    is(StopPlan.first(Signal.KILL, Duration.ZERO).begin(0), Stopping.State.ASKED, Signal.KILL);
  }

  @Test
  @DisplayName("very long times do not overflow, and negative ones are refused")
  void times() {
    Stopping now = StopPlan.within(Duration.ofSeconds(Long.MAX_VALUE)).begin(Long.MAX_VALUE - 5);
    assertThat(now.untilNext(Long.MIN_VALUE + 5)).isEqualTo(Long.MAX_VALUE);
    is(now.next(Long.MIN_VALUE + 5, false), Stopping.State.ASKED);
    assertThatThrownBy(() -> StopPlan.within(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the time to end cannot be negative: PT-0.000000001S");
  }

  @Test
  @DisplayName("each plan is over after all its times, with each signal sent once and in order")
  void anyPlan() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      StopPlan plan = new StopPlan(List.of(), random.nextBoolean());
      int steps = random.nextInt(4);
      for (int i = 0; i < steps; i++) {
        plan = plan.then(Signal.of(1 + random.nextInt(8)), Duration.ofNanos(random.nextInt(5)));
      }
      check(plan, random, "seed " + seed + ", round " + round);
    }
  }

  private static void check(StopPlan plan, Random random, String where) {
    long now = random.nextLong();
    Stopping state = plan.begin(now);
    int asked = state.state() == Stopping.State.ASKED ? 1 : 0;
    for (int turn = 0; turn < 50 && !state.isOver() && !state.isForced(); turn++) {
      now += random.nextInt(4);
      state = state.next(now, false);
      asked += state.state() == Stopping.State.ASKED && !state.signals().isEmpty() ? 1 : 0;
    }
    assertThat(asked).as(where).isEqualTo(plan.steps().size());
    assertThat(state.state())
        .as(where)
        .isEqualTo(plan.kills() ? Stopping.State.KILLED : Stopping.State.LEFT);
  }
}
