package dev.signalman.lifecycle.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.signalman.Signal;
import org.junit.jupiter.api.Test;

/// What is refused names the thing, the reason and the way out.
class RegistryTest {
  private final Play play = new Play();

  @Test
  void circleIsRefusedWithItsPath() {
    play.stage("a").stage("b", "a").stage("c", "b");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Registry.after(play.state, "a", "c"))
        .withMessage(
            "the stages would wait for each other: a after c after b after a; leave one of these out");
  }

  @Test
  void stageCannotFollowItself() {
    play.stage("a");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Registry.after(play.state, "a", "a"))
        .withMessageStartingWith("the stages would wait for each other: a after a;");
  }

  @Test
  void manyWaysBetweenStagesAreNoCircleAndTakeNoTime() {
    play.stage("0l").stage("0r");
    for (int i = 1; i < 40; i++) {
      play.stage(i + "l", i - 1 + "l", i - 1 + "r").stage(i + "r", i - 1 + "l", i - 1 + "r");
    }
    assertThatIllegalArgumentException().isThrownBy(() -> Registry.after(play.state, "0l", "39r"));
    assertThat(play.signal(Signal.TERM, 7)).contains("StartTask 0l");
    assertThat(play.run("0l").limit).isEqualTo(Play.seconds(23) / 40);
  }

  @Test
  void unknownStageIsRefusedWithThoseThereAre() {
    play.stage("a").stage("b");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Registry.after(play.state, "a", "x"))
        .withMessage(
            "the stage \"a\" cannot follow \"x\": there are only a, b; make that stage first");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Registry.task(play.state, "x", "t", false))
        .withMessage("there is no stage \"x\", only a, b");
  }

  @Test
  void taskTwiceIsRefused() {
    play.stage("a");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> play.task("a", "a"))
        .withMessage(
            "the stage \"a\" has a task \"a\" already; name this one differently, or remove that"
                + " one");
  }

  @Test
  void namesThatCannotBeShownAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Registry.stage(play.state, " "));
    assertThatIllegalArgumentException().isThrownBy(() -> Registry.stage(play.state, "a/b"));
    assertThatIllegalArgumentException().isThrownBy(() -> play.stage("a").task("a", ""));
  }

  @Test
  void aStageIsMadeOnce() {
    StopState once = Registry.stage(play.state, "a");
    assertThat(Registry.stage(once, "a")).isSameAs(once);
  }

  @Test
  void taskOfAStageThatHasNotBegunRunsAlsoDuringTheStop() {
    play.stage("a").stage("b", "a");
    play.signal(Signal.TERM, 7);
    play.task("b", "more");
    assertThat(play.ended("a")).contains("StartTask b", "StartTask more");
  }

  @Test
  void taskThatComesTooLateIsRefused() {
    play.stage("a").stage("b", "a");
    play.signal(Signal.TERM, 7);
    assertThatIllegalStateException()
        .isThrownBy(() -> play.task("a", "more"))
        .withMessageStartingWith("too late: the stage \"a\" has begun;");
    play.ended("a");
    assertThatIllegalStateException()
        .isThrownBy(() -> play.task("a", "more"))
        .withMessageStartingWith("too late: the stage \"a\" is over;");
    play.ended("b");
    assertThatIllegalStateException()
        .isThrownBy(() -> play.stage("c"))
        .withMessage("too late for the stage \"c\": the stages are over");
  }

  @Test
  void removedTaskDoesNotRun() {
    play.stage("a").task("a", "b");
    int b = play.id("b");
    play.state = Registry.remove(play.state, b);
    assertThat(play.signal(Signal.TERM, 7)).contains("StartTask a").doesNotContain("StartTask b");
    assertThat(Registry.remove(play.state, play.id("a"))).isSameAs(play.state);
    assertThatIllegalStateException()
        .isThrownBy(() -> Registry.taskWithin(play.state, b, 1))
        .withMessage("the task was removed");
    assertThatIllegalStateException()
        .isThrownBy(() -> Registry.abortable(play.state, play.id("a")))
        .withMessageStartingWith("the task \"a\" has begun");
  }

  @Test
  void theStateBeforeIsNotChanged() {
    play.stage("a");
    StopState before = play.state;
    play.task("a", "b").within("a", 1_000);
    play.signal(Signal.TERM, 7);
    assertThat(before.stages().getFirst().tasks()).hasSize(1);
    assertThat(before.phase()).isEqualTo(Phase.RUNNING);
  }
}
