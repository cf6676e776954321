package dev.signalman.lifecycle.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.lifecycle.machine.HandoverMachine.Effect;
import dev.signalman.lifecycle.machine.HandoverMachine.Event;
import dev.signalman.lifecycle.machine.HandoverMachine.Phase;
import dev.signalman.lifecycle.machine.HandoverMachine.State;
import dev.signalman.lifecycle.machine.HandoverMachine.Step;
import dev.signalman.lifecycle.machine.HandoverMachine.Times;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Cell by cell: each phase with each event.
class HandoverMachineTest {
  private static final Times TIMES = new Times(100, 10);

  /// The time at which each cell is looked at, before the time of the phase is over.
  private static final long NOW = 50;

  private static State in(Phase phase) {
    boolean timed = phase == Phase.STARTING || phase == Phase.SETTLING;
    return new State(phase, timed ? NOW + 1 : HandoverMachine.NEVER);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          SERVING,    ASKED,       STARTING,   START
          SERVING,    NOT_STARTED, SERVING,
          SERVING,    READY,       SERVING,
          SERVING,    ENDED,       SERVING,
          SERVING,    TICK,        SERVING,
          SERVING,    STOP,        STOPPING,
          STARTING,   ASKED,       STARTING,   REFUSE_BUSY
          STARTING,   NOT_STARTED, SERVING,    FAILED_TO_START
          STARTING,   READY,       SETTLING,
          STARTING,   ENDED,       SERVING,    FAILED_BY_END
          STARTING,   TICK,        STARTING,
          STARTING,   STOP,        STOPPING,   ASK_TO_END FAILED_BY_STOP
          SETTLING,   ASKED,       SETTLING,   REFUSE_BUSY
          SETTLING,   NOT_STARTED, SETTLING,
          SETTLING,   READY,       SETTLING,
          SETTLING,   ENDED,       SERVING,    FAILED_SOON
          SETTLING,   TICK,        SETTLING,
          SETTLING,   STOP,        STOPPING,   ASK_TO_END FAILED_BY_STOP
          ENDING,     ASKED,       ENDING,     REFUSE_BUSY
          ENDING,     NOT_STARTED, ENDING,
          ENDING,     READY,       ENDING,
          ENDING,     ENDED,       SERVING,    FAILED_LATE
          ENDING,     TICK,        ENDING,
          ENDING,     STOP,        STOPPING,   FAILED_BY_STOP
          TAKEN_OVER, ASKED,       TAKEN_OVER, REFUSE_STOPPING
          TAKEN_OVER, NOT_STARTED, TAKEN_OVER,
          TAKEN_OVER, READY,       TAKEN_OVER,
          TAKEN_OVER, ENDED,       TAKEN_OVER, LOST
          TAKEN_OVER, TICK,        TAKEN_OVER,
          TAKEN_OVER, STOP,        STOPPING,   ASK_TO_END
          STOPPING,   ASKED,       STOPPING,   REFUSE_STOPPING
          STOPPING,   NOT_STARTED, STOPPING,
          STOPPING,   READY,       STOPPING,
          STOPPING,   ENDED,       STOPPING,
          STOPPING,   TICK,        STOPPING,
          STOPPING,   STOP,        STOPPING,
          """)
  @DisplayName("HAND-03 each phase with each event")
  void cell(Phase phase, Event event, Phase next, String effects) {
    Step step = HandoverMachine.step(in(phase), event, TIMES, NOW);
    assertThat(step.state().phase()).isEqualTo(next);
    List<Effect> expected =
        effects == null
            ? List.of()
            : Arrays.stream(effects.split(" ", -1)).map(Effect::valueOf).toList();
    assertThat(step.effects()).isEqualTo(expected);
  }

  @Test
  @DisplayName("HAND-04 the times: from the start to ready, and from ready to taken over")
  void times() {
    State starting = step(HandoverMachine.SERVING, Event.ASKED, 1_000).state();
    assertThat(starting.until()).isEqualTo(1_100);
    assertThat(step(starting, Event.TICK, 1_099).effects()).isEmpty();
    assertThat(step(starting, Event.TICK, 1_100).effects()).containsExactly(Effect.KILL);
    State settling = step(starting, Event.READY, 1_099).state();
    assertThat(settling.until()).isEqualTo(1_109);
    assertThat(step(settling, Event.TICK, 1_108).effects()).isEmpty();
    Step over = step(settling, Event.TICK, 1_109);
    assertThat(over.effects()).containsExactly(Effect.TAKE_OVER);
    assertThat(over.state().until()).isEqualTo(HandoverMachine.NEVER);
  }

  @Test
  void withoutATimeToSettleReadyIsTakenOver() {
    State starting = step(HandoverMachine.SERVING, Event.ASKED, 0).state();
    Step step = HandoverMachine.step(starting, Event.READY, new Times(100, 0), 1);
    assertThat(step.state().phase()).isEqualTo(Phase.TAKEN_OVER);
    assertThat(step.effects()).containsExactly(Effect.TAKE_OVER);
  }

  private static Step step(State state, Event event, long now) {
    return HandoverMachine.step(state, event, TIMES, now);
  }

  @Test
  @DisplayName("HAND-05 whatever happens, each attempt has one outcome, and none comes without one")
  void randomWalk() {
    SplittableRandom random = new SplittableRandom(1);
    Event[] events = Event.values();
    for (int walk = 0; walk < 2_000; walk++) {
      State state = HandoverMachine.SERVING;
      int begun = 0;
      int outcomes = 0;
      long now = 0;
      for (int i = 0; i < 30; i++) {
        now += random.nextInt(60);
        Step step = step(state, events[random.nextInt(events.length)], now);
        state = step.state();
        for (Effect effect : step.effects()) {
          begun += effect == Effect.START ? 1 : 0;
          boolean outcome = effect.name().startsWith("FAILED") || effect == Effect.TAKE_OVER;
          outcomes += outcome ? 1 : 0;
        }
        boolean open =
            switch (state.phase()) {
              case STARTING, SETTLING, ENDING -> true;
              case SERVING, TAKEN_OVER, STOPPING -> false;
            };
        assertThat(begun - outcomes).as("%s", state).isEqualTo(open ? 1 : 0);
      }
    }
  }
}
