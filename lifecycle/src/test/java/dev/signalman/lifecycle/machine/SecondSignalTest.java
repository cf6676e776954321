package dev.signalman.lifecycle.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Signal;
import org.junit.jupiter.api.Test;

/// Which signal is a second one, and what it does in each phase.
class SecondSignalTest {
  private final Play play = new Play();

  private void begun() {
    play.stage("a").abortable("a").stage("b", "a");
    play.signal(Signal.TERM, 7);
    play.began("a");
  }

  @Test
  void theSameSignalOfTheSameSenderForces() {
    begun();
    play.sleep(100);
    assertThat(play.signal(Signal.TERM, 7)).containsExactly("Interrupt a", "Abort a", "Report 143");
    assertThat(play.run("a").course()).isEqualTo(Course.FORCED);
    assertThat(play.run("b").course()).isEqualTo(Course.NOT_RUN);
    assertThat(play.reported(143)).containsExactly("ReleaseHook", "Exit 143");
  }

  @Test
  void timeoutSendsTwiceWithinAMoment() {
    begun();
    play.sleep(99);
    assertThat(play.signal(Signal.TERM, 7)).isEmpty();
  }

  @Test
  void itCountsWhenTheyWereReadNotWhenTheirStepsCame() {
    play.stage("a");
    play.sleep(150);
    play.on(new Event.SignalCame(Signal.TERM, Sender.process(7), 0));
    assertThat(play.on(new Event.SignalCame(Signal.TERM, Sender.process(7), Play.millis(150))))
        .contains("Report 143");
  }

  @Test
  void anotherSenderWithinHalfASecondIsTheSameKeyPress() {
    play.stage("a");
    play.signal(Signal.INT, Sender.terminal());
    play.sleep(499);
    play.signal(Signal.INT, 7);
    assertThat(play.state.forced()).isFalse();
  }

  @Test
  void anotherSenderAfterHalfASecondForces() {
    play.stage("a");
    play.signal(Signal.INT, Sender.terminal());
    play.sleep(500);
    assertThat(play.signal(Signal.INT, 7)).contains("Report 130");
  }

  @Test
  void theSecondKeyPressForcesAlsoBesideASupervisor() {
    play.stage("a");
    play.signal(Signal.INT, Sender.terminal());
    play.sleep(2);
    play.signal(Signal.INT, 7);
    play.sleep(200);
    assertThat(play.signal(Signal.INT, Sender.terminal())).contains("Report 130");
  }

  @Test
  void unknownSendersMayBeDifferentOnes() {
    play.stage("a");
    play.signal(Signal.TERM, Sender.unknown());
    play.sleep(499);
    play.signal(Signal.TERM, Sender.unknown());
    assertThat(play.state.forced()).isFalse();
    play.sleep(500);
    assertThat(play.signal(Signal.TERM, Sender.unknown())).contains("Report 143");
  }

  @Test
  void interruptForcesAfterAnyOther() {
    begun();
    play.sleep(1_000);
    assertThat(play.signal(Signal.INT, Sender.terminal())).contains("Report 130");
  }

  @Test
  void aDifferentSignalDoesNotForce() {
    begun();
    play.sleep(1_000);
    assertThat(play.signal(Signal.HUP, 7)).isEmpty();
    play.sleep(1_000);
    assertThat(play.signal(Signal.HUP, 7)).contains("Report 129");
  }

  @Test
  void theFirstSignalAfterAnotherReasonDoesNotForce() {
    play.stage("a");
    play.on(new Event.Asked(Trigger.CALL));
    play.sleep(1_000);
    play.signal(Signal.INT, 7);
    assertThat(play.state.forced()).isFalse();
    play.sleep(1_000);
    assertThat(play.signal(Signal.INT, 7)).contains("Report 130");
  }

  @Test
  void itSkipsTheDrainDelay() {
    Play delayed = new Play(Play.limits(25, 2, 5)).stage("a");
    delayed.signal(Signal.TERM, 7);
    delayed.sleep(1_000);
    assertThat(delayed.signal(Signal.TERM, 7)).containsExactly("Report 143");
    assertThat(delayed.run("a").course()).isEqualTo(Course.NOT_RUN);
  }

  @Test
  void itDoesNotWaitForListeners() {
    play.signal(Signal.TERM, 7);
    play.sleep(200);
    assertThat(play.signal(Signal.TERM, 7)).containsExactly("ReleaseHook", "Exit 143");
  }

  @Test
  void itHaltsWhileHooksRun() {
    play.signal(Signal.TERM, 7);
    play.reported(0);
    play.sleep(1_000);
    assertThat(play.signal(Signal.TERM, 7)).containsExactly("Halt 143");
    assertThat(play.signal(Signal.TERM, 7)).isEmpty();
  }

  @Test
  void itHaltsDuringAnExitOfOthersToo() {
    play.exitBegan();
    play.reported(0);
    play.sleep(1_000);
    play.signal(Signal.TERM, 7);
    play.sleep(1_000);
    assertThat(play.effects).doesNotContain("Halt 143");
    assertThat(play.signal(Signal.TERM, 7)).containsExactly("Halt 143");
  }

  @Test
  void aForcedTaskThatEndsLaterChangesNothing() {
    begun();
    play.sleep(200);
    play.signal(Signal.TERM, 7);
    assertThat(play.ended("a")).isEmpty();
    assertThat(play.aborted("a")).isEmpty();
    assertThat(play.run("a").course()).isEqualTo(Course.FORCED);
  }

  @Test
  void theProgramCanForceToo() {
    begun();
    assertThat(play.on(new Event.ForceAsked())).contains("Interrupt a", "Report 143");
  }

  @Test
  void aForcedStopWithoutASignalHasStatusOne() {
    play.stage("a");
    assertThat(play.on(new Event.ForceAsked())).containsExactly("Drain CALL", "Report 1");
  }
}
