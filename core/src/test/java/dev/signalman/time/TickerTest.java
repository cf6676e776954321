package dev.signalman.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Signal;
import dev.signalman.internal.peers.Waker;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Periodic work that others can trigger.
class TickerTest {
  private static ChildJvm start(String what) throws Exception {
    return ChildJvm.start(TickerProgram.class, what);
  }

  private static ChildJvm senders(String... args) throws Exception {
    return ChildJvm.start(TickerSendersProgram.class, args);
  }

  private static ChildJvm ending(String how) throws Exception {
    return ChildJvm.start(TickerEndProgram.class, how);
  }

  @Test
  void keepsItsRateHoweverLongTheRunsTake() throws Exception {
    try (ChildJvm child = start("rate")) {
      child.expect("60 runs, none early, none forgotten", "some missed: true");
    }
  }

  @Test
  void anyProcessTriggersARun() throws Exception {
    try (ChildJvm child = start("trigger")) {
      child.expect("run 1");
      Peer first = Peer.kill("ALRM", child.pid());
      child.expect("run 2 by " + first.pid());
      Peer second = Peer.shKill("ALRM", child.pid());
      child.expect("run 3 by " + second.pid());
    }
  }

  @Test
  void triggersDuringARunGiveOneFurtherRun() throws Exception {
    try (ChildJvm child = start("during")) {
      child.expect("run 1");
      Waker.program("storm.c").run("35", "1000", Integer.toString(child.pid()));
      child.send("end of run 1");
      child.expect("run 2");
      child.send("end of run 2");
      Peer.queue("35", 0, child.pid());
      child.expect("run 3");
      child.send("end of run 3");
      child.expect("1001 triggers, 3 runs, 0 missed");
    }
  }

  @Test
  void runsNeitherOverlapNorNest() throws Exception {
    try (ChildJvm child = start("nest")) {
      child.expect("ready");
      try (ChildProgram _ = Waker.storm(child.pid(), Signal.ALRM)) {
        child.expect("1000 runs by 1 thread, 1 depth of stack");
      }
    }
  }

  @Test
  void triggerRestartsThePeriodIfAskedTo() throws Exception {
    try (ChildJvm child = start("restart")) {
      child.expect("triggered", "a period later: true");
    }
  }

  @Test
  void triggerLeavesThePeriodAloneOtherwise() throws Exception {
    try (ChildJvm child = start("grid")) {
      child.expect("a tick came among the triggers");
    }
  }

  @Test
  void triggersOfOthersMayBeRefused() throws Exception {
    try (ChildJvm child = senders("uid", "1")) {
      child.expect("ready");
      Peer.kill("ALRM", child.pid());
      child.expect("1 refused", "0 runs");
    }
    try (ChildJvm child = senders("uid", "0")) {
      child.expect("ready");
      Peer.kill("ALRM", child.pid());
      child.expect("run 1");
    }
  }

  @Test
  void onlyDescendantsMayTriggerIfAskedTo() throws Exception {
    try (ChildJvm child = senders("descendants")) {
      child.expect("ready");
      Peer.kill("ALRM", child.pid());
      child.expect("stranger refused");
      child.expect("run 1 by a child", "run 2 by a grandchild");
    }
  }

  @Test
  void runThatThrowsDoesNotEndIt() throws Exception {
    try (ChildJvm child = ending("throw")) {
      child.expect("uncaught java.lang.IllegalStateException: 1");
      child.expect("uncaught java.lang.AssertionError: 2");
      child.expect("run 3");
    }
  }

  @Test
  void conditionThatThrowsRefuses() throws Exception {
    try (ChildJvm child = senders("condition")) {
      child.expect("ready");
      Peer.kill("ALRM", child.pid());
      child.expect("uncaught java.lang.IllegalStateException: condition", "1 refused, open true");
    }
  }

  @Test
  void workMayCloseIt() throws Exception {
    try (ChildJvm child = ending("closeInside")) {
      child.expect("1 run, open false, ALRM is Default");
      child.expectExit(0);
    }
  }

  @Test
  void childrenOfTheWorkHaveTheTimerSlackOfTheProcess() throws Exception {
    try (ChildJvm child = ChildJvm.start(TickerCostProgram.class, "slack")) {
      child.expect("the child's is ours: true");
    }
  }

  @Test
  void noRunBeginsOnceItIsClosed() throws Exception {
    try (ChildJvm child = ending("closeRace")) {
      child.expect("0 times a run after close");
    }
  }

  @Test
  void closingGivesTheSignalBack() throws Exception {
    try (ChildJvm child = ending("close")) {
      child.expect("closed");
      Peer.kill("ALRM", child.pid());
      child.expectExit(128 + 14);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ALRM", "RT1"})
  void endlessTriggersHoldUpNeitherTickNorRun(String signal) throws Exception {
    try (ChildJvm refused = senders("refusedStorm", signal)) {
      refused.expect("3 runs");
    }
    try (ChildJvm accepted = senders("acceptedStorm", signal)) {
      accepted.expect("3 runs");
    }
  }

  @Test
  void workThatLeavesItsThreadInterruptedEndsIt() throws Exception {
    try (ChildJvm child = ending("interrupt")) {
      child.expect("1 run, open false, ALRM is Default", "1 run, open false, ALRM is Default");
      child.expectExit(0);
    }
  }

  @Test
  void keepsTheVmAlive() throws Exception {
    try (ChildJvm child = ending("alive")) {
      child.expect("main ends", "run 1", "run 2", "run 3");
      child.expectExit(0);
    }
  }

  @Test
  void tellsHowLongItIsUntilTheNextRun() throws Exception {
    try (ChildJvm child = start("until")) {
      child.expect("before: within the hour", "in run 1: an hour less what has passed");
      child.expect("when one is overdue: PT0S");
    }
  }

  @Test
  void tickAllocatesNothing() throws Exception {
    // Only the last compiler sees that the foreign-function call needs no objects.
    try (ChildJvm child =
        ChildJvm.of(TickerCostProgram.class)
            .args("allocation")
            .vm("-XX:TieredStopAtLevel=4")
            .start()) {
      child.expect("200 ticks allocate 0 bytes");
    }
  }

  @Test
  void badDescriptionsAreRefused() throws Exception {
    try (ChildJvm child = ending("refused")) {
      child.expect("the period must be above zero; a ticker without one is a SelfPipe");
      child.expect("the period cannot be negative: PT-1S");
      assertThat(child.line()).startsWith("the period cannot be longer than 292 years");
      assertThat(child.line()).startsWith("SIGSEGV cannot be claimed");
      assertThat(child.line()).startsWith("SIGALRM already belongs to SelfPipe [ALRM]");
      child.expect("1 year: ran at once", "292 years: ran at once");
      child.expectExit(0);
    }
  }
}
