package dev.signalman.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.cli.run.RunState.Phase;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Each state with each event, by a clock of the test.
class RunStateTest {
  private static final long SECOND = 1_000_000_000;
  private static final SignalSet JOB_CONTROL = SignalSet.of(Signal.TSTP, Signal.TTIN, Signal.TTOU);

  private static RunPlan plan(
      Rewrites rewrites,
      SignalSet suspending,
      boolean resumes,
      @Nullable Duration killAfter,
      boolean waitAll,
      @Nullable Signal last,
      ExitMap exits) {
    return new RunPlan(
        List.of("program"),
        RunPlan.Place.GROUP,
        new RunPlan.Passing(false, rewrites, SignalSet.none(), suspending, false, resumes),
        new RunPlan.Ending(killAfter, waitAll, last, exits, true),
        new RunPlan.Duties(true, null, null, false));
  }

  private static RunPlan plain() {
    return plan(Rewrites.NONE, SignalSet.none(), false, null, false, null, ExitMap.NONE);
  }

  private static RunPlan patient(boolean waitAll) {
    return plan(
        Rewrites.NONE, SignalSet.none(), true, Duration.ofSeconds(3), waitAll, null, ExitMap.NONE);
  }

  private static RunState begin(RunPlan plan) {
    return RunState.begin(plan, SignalSet.none());
  }

  /// Such as `PASS TERM INT, SUSPEND`.
  private static String acts(Turn turn) {
    StringBuilder text = new StringBuilder();
    for (Turn.Act act : turn.acts()) {
      text.append(text.isEmpty() ? "" : ", ").append(act.kind());
      text.append(act.from() == null ? "" : " " + act.from());
      text.append(act.signal() == null ? "" : " " + act.signal());
    }
    return text.toString();
  }

  @Test
  void eachSignalIsPassedOnAsItself() {
    for (Signal signal : Signal.values()) {
      Turn turn = begin(plain()).received(signal, 0);
      assertThat(acts(turn)).isEqualTo("PASS " + signal + " " + signal);
      assertThat(turn.next().untilNext(0)).isEqualTo(Long.MAX_VALUE);
    }
  }

  @Test
  void signalsAreRewrittenAndDropped() {
    Rewrites rewrites =
        Rewrites.NONE
            .with(Signal.TERM, Signal.QUIT)
            .with(Signal.INT, null)
            .with(Signal.USR1, Signal.TERM);
    RunState state = begin(plan(rewrites, SignalSet.none(), true, null, false, null, ExitMap.NONE));
    assertThat(acts(state.received(Signal.TERM, 0))).isEqualTo("PASS TERM QUIT, SEND CONT");
    assertThat(acts(state.received(Signal.INT, 0))).isEqualTo("DROP INT");
    assertThat(acts(state.received(Signal.USR1, 0))).isEqualTo("PASS USR1 TERM");
  }

  @Test
  void signalsOfJobControlAlsoStopThisProcess() {
    Rewrites rewrites = Rewrites.NONE.with(Signal.TSTP, Signal.STOP).with(Signal.TTIN, null);
    RunState state = begin(plan(rewrites, JOB_CONTROL, false, null, false, null, ExitMap.NONE));
    assertThat(acts(state.received(Signal.TSTP, 0))).isEqualTo("PASS TSTP STOP, SUSPEND TSTP");
    assertThat(acts(state.received(Signal.TTIN, 0))).isEqualTo("DROP TTIN, SUSPEND TTIN");
    assertThat(acts(state.received(Signal.TTOU, 0))).isEqualTo("PASS TTOU TTOU, SUSPEND TTOU");
    assertThat(acts(state.received(Signal.CONT, 0))).isEqualTo("PASS CONT CONT");
  }

  @Test
  void theHandOverOfTheTerminalIsOverlookedOnce() {
    RunState state = RunState.begin(plain(), SignalSet.of(Signal.HUP, Signal.CONT));
    Turn first = state.received(Signal.HUP, 0);
    assertThat(acts(first)).isEqualTo("OVERLOOK HUP");
    assertThat(acts(first.next().received(Signal.HUP, 0))).isEqualTo("PASS HUP HUP");
    Turn other = first.next().received(Signal.CONT, 0);
    assertThat(acts(other)).isEqualTo("OVERLOOK CONT");
    assertThat(acts(other.next().received(Signal.CONT, 0))).isEqualTo("PASS CONT CONT");
  }

  @Test
  void theEndOfTheProgramIsTheEnd() {
    Turn turn = begin(plain()).ended(7, true);
    assertThat(acts(turn)).isEqualTo("END");
    assertThat(turn.next().phase()).isEqualTo(Phase.OVER);
    assertThat(turn.next().status()).isEqualTo(7);
  }

  @Test
  void theRestOfTheGroupGetsTheLastSignal() {
    RunPlan plan = plan(Rewrites.NONE, JOB_CONTROL, false, null, false, Signal.TERM, ExitMap.NONE);
    assertThat(acts(begin(plan).ended(0, false))).isEqualTo("SEND TERM TERM, END");
    Rewrites rewrites = Rewrites.NONE.with(Signal.TERM, Signal.INT);
    plan = plan(rewrites, JOB_CONTROL, false, null, false, Signal.TERM, ExitMap.NONE);
    assertThat(acts(begin(plan).ended(0, false))).isEqualTo("SEND TERM INT, END");
    rewrites = Rewrites.NONE.with(Signal.TERM, null);
    plan = plan(rewrites, JOB_CONTROL, false, null, false, Signal.TERM, ExitMap.NONE);
    assertThat(acts(begin(plan).ended(0, false))).isEqualTo("DROP TERM, END");
  }

  @Test
  void eachStatusIsMapped() {
    ExitMap exits = ExitMap.NONE;
    for (int status = 0; status < 256; status++) {
      exits = exits.with(status, 255 - status);
    }
    RunPlan plan = plan(Rewrites.NONE, SignalSet.none(), false, null, false, null, exits);
    for (int status = 0; status < 256; status++) {
      assertThat(begin(plan).ended(status, false).next().status()).isEqualTo(255 - status);
      assertThat(begin(plain()).ended(status, false).next().status()).isEqualTo(status);
    }
  }

  @Test
  void othersAreWaitedFor() {
    RunPlan plan = plan(Rewrites.NONE, SignalSet.none(), false, null, true, null, ExitMap.NONE);
    assertThat(acts(begin(plan).ended(3, false))).isEqualTo("END");
    Turn turn = begin(plan).ended(3, true);
    assertThat(acts(turn)).isEmpty();
    assertThat(turn.next().phase()).isEqualTo(Phase.REST);
    assertThat(acts(turn.next().received(Signal.TERM, 0))).isEqualTo("PASS TERM TERM");
    assertThat(turn.next().untilNext(0)).isEqualTo(Long.MAX_VALUE);
    Turn last = turn.next().othersEnded();
    assertThat(acts(last)).isEqualTo("END");
    assertThat(last.next().status()).isEqualTo(3);
    assertThat(last.next().phase()).isEqualTo(Phase.OVER);
  }

  private static SignalInfo came(Signal signal) {
    return SignalInfo.of(signal, 1, 0);
  }

  @Test
  void signalThatFoundTheProgramGoneIsForThoseThatItLeaves() {
    Rewrites rewrites = Rewrites.NONE.with(Signal.HUP, Signal.USR2).with(Signal.INT, null);
    RunPlan waiting =
        plan(rewrites, SignalSet.none(), false, null, true, Signal.QUIT, ExitMap.NONE);
    RunState state = begin(waiting);
    for (Signal signal : List.of(Signal.HUP, Signal.TERM, Signal.HUP)) {
      state = state.missed(came(signal));
    }
    Turn others = state.ended(0, true);
    assertThat(acts(others))
        .isEqualTo("SEND QUIT QUIT, SEND HUP USR2, SEND TERM TERM, SEND HUP USR2");
    assertThat(others.acts().get(1).missed()).isEqualTo(came(Signal.HUP));
    assertThat(acts(others.next().missed(came(Signal.USR1)).othersEnded())).isEqualTo("END");
    assertThat(acts(state.ended(0, false))).isEqualTo("SEND QUIT QUIT, END");
  }

  @Test
  void contFollowsTermAlsoForThoseThatTheProgramLeaves() {
    RunPlan unlimited = plan(Rewrites.NONE, SignalSet.none(), true, null, true, null, ExitMap.NONE);
    assertThat(acts(begin(unlimited).missed(came(Signal.TERM)).ended(0, true)))
        .isEqualTo("SEND TERM TERM, SEND CONT");
  }

  @Test
  void termThatFoundTheProgramGoneGoesToOthersOnce() {
    RunState asked = begin(patient(true)).received(Signal.TERM, 0).next();
    assertThat(acts(asked.missed(came(Signal.TERM)).ended(0, true)))
        .isEqualTo("SEND TERM TERM, SEND CONT");
    RunState killed = asked.elapsed(3 * SECOND).next().missed(came(Signal.TERM));
    assertThat(acts(killed.ended(0, true))).isEmpty();
  }

  @Test
  void theirEndMeansNothingWhileTheProgramRuns() {
    Turn turn = begin(patient(true)).othersEnded();
    assertThat(acts(turn)).isEmpty();
    assertThat(turn.next().phase()).isEqualTo(Phase.PROGRAM);
  }

  @Test
  void killFollowsTheFirstTerm() {
    RunState state = begin(patient(false));
    assertThat(state.received(Signal.HUP, 0).next().untilNext(0)).isEqualTo(Long.MAX_VALUE);
    state = state.received(Signal.TERM, SECOND).next();
    assertThat(state.untilNext(SECOND)).isEqualTo(3 * SECOND);
    state = state.received(Signal.TERM, 2 * SECOND).next();
    assertThat(state.untilNext(2 * SECOND)).isEqualTo(2 * SECOND);
    assertThat(acts(state.elapsed(4 * SECOND - 1))).isEmpty();
    Turn turn = state.elapsed(4 * SECOND);
    assertThat(acts(turn)).isEqualTo("KILL");
    assertThat(turn.next().isForced()).isTrue();
    Turn ended = turn.next().ended(137, false);
    assertThat(acts(ended)).isEqualTo("END");
    assertThat(ended.next().status()).isEqualTo(137);
  }

  @Test
  void aDroppedTermAsksForNothing() {
    Rewrites rewrites = Rewrites.NONE.with(Signal.TERM, null);
    RunPlan plan =
        plan(rewrites, SignalSet.none(), true, Duration.ofSeconds(3), false, null, ExitMap.NONE);
    Turn turn = begin(plan).received(Signal.TERM, 0);
    assertThat(acts(turn)).isEqualTo("DROP TERM");
    assertThat(turn.next().untilNext(0)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void whoIsLeftAfterTermIsAskedAndHasTheRestOfTheTime() {
    RunState state = begin(patient(false)).received(Signal.TERM, 0).next();
    Turn rest = state.ended(143, true);
    assertThat(acts(rest)).isEqualTo("SEND TERM TERM, SEND CONT");
    assertThat(rest.next().phase()).isEqualTo(Phase.REST);
    assertThat(rest.next().untilNext(SECOND)).isEqualTo(2 * SECOND);
    assertThat(acts(rest.next().othersEnded())).isEqualTo("END");
    Turn killed = rest.next().elapsed(3 * SECOND);
    assertThat(acts(killed)).isEqualTo("KILL");
    assertThat(killed.next().status()).isEqualTo(143);
    assertThat(acts(killed.next().othersEnded())).isEqualTo("END");
  }

  @Test
  void whoIsLeftAfterKillIsNotAskedAgain() {
    RunState state = begin(patient(false)).received(Signal.TERM, 0).next();
    Turn rest = state.elapsed(3 * SECOND).next().ended(137, true);
    assertThat(acts(rest)).isEmpty();
    assertThat(rest.next().phase()).isEqualTo(Phase.REST);
  }

  /// The kernel may hold a process. `run` has to end within a second after KILL.
  @Test
  void whoDoesNotEndIsAbandoned() {
    for (boolean programEnds : new boolean[] {false, true}) {
      RunState state = begin(patient(true)).received(Signal.TERM, 0).next();
      state = state.elapsed(3 * SECOND).next();
      if (programEnds) {
        state = state.ended(5, true).next();
      }
      long due = 3 * SECOND + RunState.PATIENCE;
      assertThat(state.untilNext(3 * SECOND)).isEqualTo(RunState.PATIENCE).isLessThan(SECOND);
      assertThat(acts(state.elapsed(due - 1))).isEmpty();
      Turn turn = state.elapsed(due);
      assertThat(acts(turn)).isEqualTo("ABANDON, END");
      assertThat(turn.next().status()).isEqualTo(programEnds ? 5 : 137);
    }
  }

  @Test
  void nothingHappensWhenAllIsOver() {
    RunState over = begin(patient(true)).ended(0, false).next();
    for (Turn turn :
        List.of(
            over.received(Signal.TERM, 0),
            over.ended(1, true),
            over.othersEnded(),
            over.elapsed(9 * SECOND))) {
      assertThat(turn.acts()).isEmpty();
      assertThat(turn.next()).isSameAs(over);
    }
    assertThat(over.untilNext(0)).isEqualTo(Long.MAX_VALUE);
  }
}
