package dev.signalman.lifecycle.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Signal;
import org.junit.jupiter.api.Test;

/// Bounds of stages and tasks: 25 s in all, of which 2 s are the reserve, unless said otherwise.
class TaskTimesTest {
  private final Play play = new Play();

  @Test
  void aTaskIsLookedAtInterruptedAndGivenUp() {
    play.stage("a").within("a", 10_000);
    play.signal(Signal.TERM, 7);
    play.began("a");
    assertThat(play.pass(5_000)).containsExactlyInAnyOrder("Look a 50", "Progress");
    assertThat(play.pass(3_999)).isEmpty();
    assertThat(play.pass(1)).containsExactly("Look a 90");
    assertThat(play.pass(1_000)).containsExactlyInAnyOrder("Interrupt a", "Progress");
    assertThat(play.pass(999)).isEmpty();
    assertThat(play.pass(1)).containsExactly("StageEnded a", "Report 1");
    assertThat(play.run("a").course()).isEqualTo(Course.LATE);
  }

  @Test
  void anInterruptedTaskThatEndsIsNotWaitedForAnyLonger() {
    play.stage("a").within("a", 1_000);
    play.signal(Signal.TERM, 7);
    play.began("a");
    play.pass(1_000);
    assertThat(play.ended("a")).containsExactly("StageEnded a", "Report 1");
    assertThat(play.run("a").course()).isEqualTo(Course.LATE);
  }

  @Test
  void anAbortIsAwaitedToo() {
    play.stage("a").within("a", 1_000).abortable("a");
    play.signal(Signal.TERM, 7);
    play.began("a");
    assertThat(play.pass(1_000)).endsWith("Interrupt a", "Abort a");
    assertThat(play.ended("a")).isEmpty();
    assertThat(play.aborted("a")).containsExactly("StageEnded a", "Report 1");
  }

  @Test
  void anAbortAloneDoesNotEndTheTask() {
    play.stage("a").within("a", 1_000).abortable("a");
    play.signal(Signal.TERM, 7);
    play.began("a");
    play.pass(1_000);
    assertThat(play.aborted("a")).isEmpty();
    assertThat(play.pass(1_000)).contains("StageEnded a");
  }

  @Test
  void aTaskWithoutABoundHasUntilTheReserve() {
    play.stage("a").abortable("a");
    play.signal(Signal.TERM, 7);
    play.began("a");
    assertThat(play.pass(22_999)).doesNotContain("Interrupt a");
    assertThat(play.pass(1)).endsWith("Interrupt a", "Abort a");
    assertThat(play.pass(1_000)).containsExactly("StageEnded a", "Report 1");
  }

  @Test
  void aTaskCannotOutliveItsStage() {
    play.stage("a").within("a", 2_000).taskWithin("a", 5_000);
    play.signal(Signal.TERM, 7);
    play.began("a");
    assertThat(play.pass(2_000)).contains("Interrupt a");
  }

  @Test
  void aTaskCanHaveLessThanItsStage() {
    play.stage("a").within("a", 2_000).taskWithin("a", 1_000).task("a", "b");
    play.signal(Signal.TERM, 7);
    assertThat(play.pass(1_000)).contains("Interrupt a").doesNotContain("Interrupt b");
  }

  @Test
  void stagesInARowShareAndPassOnWhatTheyDoNotUse() {
    play.stage("a").stage("b", "a").stage("c", "b");
    play.signal(Signal.TERM, 7);
    assertThat(play.run("a").limit).isEqualTo(Play.seconds(23) / 3);
    play.sleep(1_000);
    play.ended("a");
    assertThat(play.run("b").limit).isEqualTo(Play.seconds(1) + Play.seconds(22) / 2);
    play.sleep(1_000);
    play.ended("b");
    assertThat(play.run("c").limit).isEqualTo(Play.seconds(23));
  }

  @Test
  void emptyStagesAndStagesWithABoundDoNotShare() {
    play.stage("a");
    play.state = Registry.after(Registry.stage(play.state, "empty"), "empty", "a");
    play.stage("b", "empty").within("b", 3_000);
    play.signal(Signal.TERM, 7);
    assertThat(play.run("a").limit).isEqualTo(Play.seconds(23));
  }

  @Test
  void theDrainDelayIsPartOfTheWhole() {
    Play delayed = new Play(Play.limits(25, 2, 5)).stage("a");
    delayed.signal(Signal.TERM, 7);
    delayed.pass(5_000);
    assertThat(delayed.run("a").limit).isEqualTo(Play.seconds(23));
  }

  @Test
  void aTaskWithoutTimeLeftIsNotRun() {
    play.stage("a").stage("b", "a");
    play.within("a", 60_000);
    play.signal(Signal.TERM, 7);
    play.began("a");
    play.pass(24_000);
    assertThat(play.run("b").course()).isEqualTo(Course.NOT_RUN);
    assertThat(play.effects).endsWith("StageEnded b", "Report 1");
  }

  @Test
  void aThreadThatDoesNotBeginIsReplacedOnce() {
    play.stage("a");
    play.signal(Signal.TERM, 7);
    assertThat(play.pass(99)).isEmpty();
    assertThat(play.pass(1)).containsExactly("StartElsewhere a");
    assertThat(play.pass(1_000)).isEmpty();
    play.began("a");
    assertThat(play.ended("a")).contains("Report 0");
  }

  @Test
  void aThreadThatHasBegunIsNotReplaced() {
    play.stage("a");
    play.signal(Signal.TERM, 7);
    play.began("a");
    assertThat(play.pass(4_000)).isEmpty();
  }

  @Test
  void aTaskWhoseTimeIsOverBeforeItsLookIsLookedAtFirst() {
    play.stage("a").within("a", 10_000);
    play.signal(Signal.TERM, 7);
    play.began("a");
    play.sleep(10_000);
    assertThat(play.on(new Event.Tick())).containsSubsequence("Look a 90", "Interrupt a");
  }

  @Test
  void twoLooksThatAreDueTogetherAreOne() {
    play.stage("a").within("a", 10_000);
    play.signal(Signal.TERM, 7);
    play.began("a");
    play.sleep(9_500);
    assertThat(play.on(new Event.Tick())).containsOnlyOnce("Look a 90").doesNotContain("Look a 50");
  }
}
