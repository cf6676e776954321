package dev.signalman.lifecycle.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Signal;
import org.junit.jupiter.api.Test;

/// Which reason leads to what, in which phase.
class StopMachineTest {
  private final Play play = new Play();

  @Test
  void aProgramWithoutStagesReportsAtOnce() {
    assertThat(play.signal(Signal.TERM, 7))
        .containsExactly("Drain SIGNAL", "CloseIntake", "Report 0");
    assertThat(play.reported(0)).containsExactly("ReleaseHook", "Exit 0");
    assertThat(play.state.phase()).isEqualTo(Phase.EXITING);
  }

  @Test
  void tasksOfAStageRunAtTheSameTimeAndStagesInOrder() {
    play.stage("late").stage("early");
    play.state = Registry.after(play.state, "late", "early");
    play.task("early", "other");
    assertThat(play.on(new Event.Asked(Trigger.CALL)))
        .containsExactly(
            "Drain CALL", "CloseIntake", "StageBegan early", "StartTask early", "StartTask other");
    assertThat(play.ended("early")).isEmpty();
    assertThat(play.ended("other"))
        .containsExactly("StageEnded early", "StageBegan late", "StartTask late");
    assertThat(play.ended("late")).containsExactly("StageEnded late", "Report 0");
  }

  @Test
  void independentStagesRunAtTheSameTime() {
    play.stage("a").stage("b").stage("last", "a", "b");
    assertThat(play.signal(Signal.TERM, 7)).contains("StartTask a", "StartTask b");
    assertThat(play.ended("b")).containsExactly("StageEnded b");
    assertThat(play.ended("a"))
        .containsExactly("StageEnded a", "StageBegan last", "StartTask last");
  }

  @Test
  void aStageWithoutTasksIsOverAtOnce() {
    play.state = Registry.stage(play.state, "empty");
    play.stage("next", "empty");
    assertThat(play.signal(Signal.TERM, 7))
        .containsSubsequence("StageBegan empty", "StageEnded empty", "StartTask next");
  }

  @Test
  void theReasonsWithAnExitOfTheirOwnLetItHappen() {
    play.stage("a");
    assertThat(play.on(new Event.ExitBegan(Trigger.MAIN_ENDED))).contains("StartTask a");
    play.ended("a");
    assertThat(play.reported(0)).containsExactly("ReleaseHook");
  }

  @Test
  void anExitDuringTheStagesIsJoined() {
    play.stage("a");
    play.signal(Signal.TERM, 7);
    assertThat(play.exitBegan()).isEmpty();
    assertThat(play.ended("a")).contains("Report 0");
    assertThat(play.reported(0)).containsExactly("ReleaseHook");
  }

  @Test
  void anExitDuringTheDrainDelayEndsIt() {
    Play delayed = new Play(Play.limits(25, 2, 5)).stage("a");
    assertThat(delayed.signal(Signal.TERM, 7)).containsExactly("Drain SIGNAL");
    assertThat(delayed.exitBegan()).contains("StartTask a");
  }

  @Test
  void ourOwnExitFindsTheHookFree() {
    play.signal(Signal.TERM, 7);
    play.reported(0);
    assertThat(play.exitBegan()).containsExactly("ReleaseHook");
  }

  @Test
  void aCloseDoesNotExit() {
    play.stage("a");
    play.on(new Event.Asked(Trigger.CLOSE));
    play.ended("a");
    assertThat(play.reported(0)).containsExactly("Close");
    assertThat(play.signal(Signal.TERM, 7)).isEmpty();
    assertThat(play.exitBegan()).containsExactly("ReleaseHook");
  }

  @Test
  void aSignalDuringACloseMakesItExit() {
    play.stage("a");
    play.on(new Event.Asked(Trigger.CLOSE));
    assertThat(play.signal(Signal.TERM, 7)).isEmpty();
    play.ended("a");
    assertThat(play.reported(0)).containsExactly("ReleaseHook", "Exit 0");
  }

  @Test
  void aSecondReasonChangesNothing() {
    play.stage("a");
    play.signal(Signal.TERM, 7);
    assertThat(play.on(new Event.Asked(Trigger.CALL))).isEmpty();
    assertThat(play.state.trigger()).isEqualTo(Trigger.SIGNAL);
  }

  @Test
  void theDrainDelayComesBeforeTheStages() {
    Play delayed = new Play(Play.limits(25, 2, 5)).stage("a");
    assertThat(delayed.signal(Signal.TERM, 7)).containsExactly("Drain SIGNAL");
    assertThat(delayed.pass(4_999)).isEmpty();
    assertThat(delayed.pass(1)).contains("CloseIntake", "StartTask a");
  }

  @Test
  void aPersonAtTheTerminalDoesNotWaitForTheDrainDelay() {
    Play delayed = new Play(Play.limits(25, 2, 5)).stage("a");
    assertThat(delayed.signal(Signal.INT, Sender.terminal())).contains("StartTask a");
  }

  @Test
  void alsoIfASupervisorPassesTheSignalOnFaster() {
    Play delayed = new Play(Play.limits(25, 2, 5)).stage("a");
    assertThat(delayed.signal(Signal.INT, 7)).containsExactly("Drain SIGNAL");
    assertThat(delayed.signal(Signal.INT, Sender.terminal())).contains("StartTask a");
    assertThat(delayed.state.forced()).isFalse();
  }

  @Test
  void aFailedPartOfTheProgramSkipsTheDrainDelayAndGivesStatusOne() {
    Play delayed = new Play(Play.limits(25, 2, 5));
    assertThat(delayed.on(new Event.Asked(Trigger.FAILURE))).contains("Report 1");
  }

  @Test
  void taskThatThrowsEndsAtOnceAndGivesStatusOne() {
    play.stage("a").stage("b", "a");
    play.signal(Signal.TERM, 7);
    assertThat(play.failed("a")).containsExactly("StageEnded a", "StageBegan b", "StartTask b");
    assertThat(play.ended("b")).contains("Report 1");
    assertThat(play.run("a").course()).isEqualTo(Course.FAILED);
  }

  @Test
  void theProgramChoosesTheStatus() {
    play.signal(Signal.TERM, 7);
    assertThat(play.reported(143)).contains("Exit 143");
  }

  @Test
  void listenersThatHangDoNotStopTheExit() {
    play.signal(Signal.TERM, 7);
    assertThat(play.pass(999)).isEmpty();
    assertThat(play.pass(1)).containsExactly("ReleaseHook", "Exit 0");
    assertThat(play.reported(5)).isEmpty();
  }

  @Test
  void hooksThatHangAreShownAndTheVmIsHaltedAtTheDeadline() {
    play.signal(Signal.TERM, 7);
    play.reported(0);
    assertThat(play.pass(999)).isEmpty();
    assertThat(play.pass(1)).containsExactly("ShowHooks");
    assertThat(play.pass(21_229)).isEmpty();
    assertThat(play.pass(1)).containsExactly("ShowHooks");
    assertThat(play.pass(2_469)).isEmpty();
    assertThat(play.pass(1)).containsExactly("Halt 1"); // HotSpot may need the last 300 ms
    assertThat(StopMachine.nextWake(play.state)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aChosenStatusIsKeptWhenTheVmIsHalted() {
    play.signal(Signal.TERM, 7);
    play.reported(143);
    assertThat(play.pass(25_000)).contains("Halt 143");
  }

  @Test
  void aHaltDuringAnExitOfOthersHasStatusOne() {
    play.exitBegan();
    play.reported(0);
    assertThat(play.pass(25_000)).contains("Halt 1");
  }

  @Test
  void runningTasksAreReportedEveryFiveSeconds() {
    play.stage("a");
    play.signal(Signal.TERM, 7);
    play.began("a");
    assertThat(play.pass(4_999)).isEmpty();
    assertThat(play.pass(1)).containsExactly("Progress");
    assertThat(play.pass(5_000)).containsExactly("Progress");
  }

  @Test
  void timeWithoutTheProcessIsCounted() {
    play.stage("a");
    play.signal(Signal.TERM, 7);
    play.began("a");
    play.sleep(12_000);
    play.on(new Event.Tick());
    assertThat(play.state.paused()).isEqualTo(Play.millis(7_000)); // it was to wake after 5 s
    assertThat(play.effects).contains("Look a 50");
  }
}
