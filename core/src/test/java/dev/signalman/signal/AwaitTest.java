package dev.signalman.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Signal;
import dev.signalman.internal.peers.Waker;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Peer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What [Signals#await] promises.
class AwaitTest {
  private static ChildJvm start(String doing, String... prefix) throws Exception {
    return ChildJvm.of(AwaitProgram.class).prefix(prefix).args(doing).start();
  }

  @Test
  @DisplayName("WAIT-01: a wait lasts until a signal of the set comes, and returns it")
  void lastsUntilTheSignal() throws Exception {
    try (ChildJvm child = start("alarm")) {
      child.expect("ALRM KERNEL", "not early");
    }
  }

  @Test
  @DisplayName("WAIT-04: without a signal a wait ends when its time is over, and not earlier")
  void endsWhenTheTimeIsOver() throws Exception {
    try (ChildJvm child = start("timeout")) {
      child.expect("null", "not early", "null", "not early");
    }
  }

  @Test
  @DisplayName("WAIT-05: a negative time is rejected, as is one that cannot be counted")
  void badTimesAreRejected() throws Exception {
    try (ChildJvm child = start("times")) {
      child.expect("a wait cannot be negative: PT-1S");
      child.expect("a wait cannot be negative: PT-0.000000001S");
      assertThat(child.line()).startsWith("a wait cannot be longer than 292 years");
      child.expect("USR1 is Default");
    }
  }

  @Test
  @DisplayName("WAIT-06: a signal that a wait has returned is not pending any more")
  void takenIsNotPending() throws Exception {
    try (ChildJvm child = start("commands")) {
      child.expect("ready");
      Peer.kill("USR1", child.pid());
      pending(child, "[USR1]");
      take(child, "USR1 0");
      pending(child, "[]");
    }
  }

  @Test
  @DisplayName("WAIT-07: each wait takes one of two queued instances")
  void queuedInstancesAreTakenOneByOne() throws Exception {
    try (ChildJvm child = start("commands")) {
      child.expect("ready");
      Peer.queue("40", 1, child.pid());
      Peer.queue("40", 2, child.pid());
      pending(child, "[RT6]");
      take(child, "RT6 1");
      pending(child, "[RT6]");
      take(child, "RT6 2");
      pending(child, "[]");
      take(child, "null");
    }
  }

  @Test
  @DisplayName("WAIT-08: four instances of a standard signal satisfy one wait and leave nothing")
  void standardSignalsMerge() throws Exception {
    try (ChildJvm child = start("commands")) {
      child.expect("ready");
      for (int i = 0; i < 4; i++) {
        Peer.kill("USR1", child.pid());
      }
      Peer.queue("40", 9, child.pid());
      pending(child, "[USR1, RT6]");
      take(child, "USR1 0");
      take(child, "RT6 9");
      take(child, "null");
      pending(child, "[]");
    }
  }

  private static void take(ChildJvm child, String taken) throws Exception {
    child.send("take");
    child.expect(taken);
  }

  /// What was sent before may still be on its way; the child looks until it is as it should be.
  private static void pending(ChildJvm child, String pending) throws Exception {
    child.send("pending " + pending);
    child.expect("so it is");
  }

  @Test
  @DisplayName("WAIT-09: of several threads that wait for a signal, one gets each instance")
  void oneThreadGetsEach() throws Exception {
    try (ChildJvm child = start("crowd")) {
      child.expect("ready");
      Peer.kill("USR1", child.pid());
      child.expect("USR1 0", "4 still wait");
      List<String> lines = new ArrayList<>();
      for (int value = 1; value <= 4; value++) {
        Peer.queue("40", value, child.pid());
      }
      for (int value = 1; value <= 4; value++) {
        lines.add(child.line());
      }
      assertThat(lines).containsExactlyInAnyOrder("RT6 1", "RT6 2", "RT6 3", "RT6 4");
    }
  }

  @Test
  @DisplayName("WAIT-13: a wait for an empty set ends only by its time limit")
  void waitingForNothing() throws Exception {
    try (ChildJvm child = start("nothing")) {
      child.expect("ready");
      try (ChildProgram _ = Waker.storm(child.pid(), Signal.USR1)) {
        child.send("go");
        child.expect("null", "not early", "null", "not early", "handled");
      }
    }
  }

  @Test
  @DisplayName("WAIT-14: a signal that is neither blocked nor handled can be waited for")
  void plainProcessMayWait() throws Exception {
    try (ChildJvm child = start("commands")) {
      child.expect("ready");
      Peer peer = Peer.kill("USR1", child.pid());
      child.send("sender");
      child.expect("USR1 from " + peer.pid());
    }
  }

  @Test
  @DisplayName("WAIT-15: a signal that is blocked and ignored since launch can be waited for")
  void blockedAndIgnoredSignalIsGot() throws Exception {
    try (ChildJvm child = start("late", "env", "--ignore-signal=USR1", "--block-signal=USR1")) {
      child.expect("Ignored");
      Peer.kill("USR1", child.pid());
      child.send("go");
      child.expect("USR1 0");
    }
  }

  @Test
  @DisplayName("WAIT-18: a wait keeps the thread's mask, and restore restores everything")
  void maskIsTheSameAfterwards() throws Exception {
    try (ChildJvm child = start("mask")) {
      child.expect("[QUIT, USR1]", "[QUIT, USR1]", "[QUIT]");
    }
  }

  @Test
  @DisplayName("WAIT-19: other threads run during a wait")
  void othersContinue() throws Exception {
    try (ChildJvm child = start("other")) {
      child.expect("other thread sends", "USR1 0");
    }
  }

  @Test
  @DisplayName(
      "WAIT-20: signals that are handled meanwhile neither end a wait nor change its length")
  void handledSignalsDoNotEndIt() throws Exception {
    try (ChildJvm child = start("ticking")) {
      child.expect("null", "not early", "handled some");
    }
  }

  @Test
  @DisplayName("WAIT-21: an interrupt ends a wait, and no signal is lost by it")
  void interruptEndsIt() throws Exception {
    try (ChildJvm child = start("interrupt")) {
      child.expect("interrupted", "status false", "interrupted before", "status false");
      child.expect("interrupted while one is held", "status false", "RT6 0");
      child.expect("ready");
      Peer.queue("40", 5, child.pid());
      child.expect("RT6 5");
    }
  }

  @Test
  @DisplayName("WAIT-23: closing a queue ends a wait on it; a wait may name further signals")
  void closingEndsAWait() throws Exception {
    try (ChildJvm child = start("close")) {
      child.expect("ReceiverClosedException", "ReceiverClosedException", "ready");
      Peer.kill("HUP", child.pid());
      child.expect("HUP 0");
    }
  }

  @Test
  @DisplayName("WAIT-24: reserved signals are rejected; KILL and STOP have no effect")
  void reservedSignalsAreRejected() throws Exception {
    try (ChildJvm child = start("refused")) {
      child.expect("SEGV ReservedSignalException");
      child.expect("FPE ReservedSignalException");
      child.expect("RT28 ReservedSignalException");
      child.expect("USR2 SignalClaimedException", "USR1 is Default", "null", "[]");
    }
  }

  @Test
  void virtualThreadsMayWait() throws Exception {
    try (ChildJvm child =
        ChildJvm.of(AwaitProgram.class)
            .vm("-Djdk.virtualThreadScheduler.parallelism=1")
            .vm("-Djdk.virtualThreadScheduler.maxPoolSize=1")
            .args("virtual")
            .start()) {
      child.expect("ready");
      for (int value = 1; value <= 20; value++) {
        Peer.queue("40", value, child.pid());
        child.expect("RT6 " + value);
      }
    }
  }

  @Test
  void handlersOfTheSignalGetItToo() throws Exception {
    try (ChildJvm child = start("shared")) {
      child.expect("ready");
      Peer.queue("40", 3, child.pid());
      child.expect("RT6 3", "handler RT6 3");
    }
  }

  @Test
  void heldSignalTakesTheNewActionWhenRestored() throws Exception {
    try (ChildJvm child = start("commands")) {
      child.expect("ready");
      Peer.kill("USR1", child.pid());
      pending(child, "[USR1]");
      child.send("restore");
      child.expectExit(128 + 10);
    }
  }

  @Test
  void heldSignalIsThrownAwayWhenIgnored() throws Exception {
    try (ChildJvm child = start("commands")) {
      child.expect("ready");
      Peer.kill("USR1", child.pid());
      pending(child, "[USR1]");
      child.send("ignore");
      child.expect("ignored []");
      take(child, "null");
    }
  }

  /// The reader thread may still have it in hand when the signal is withdrawn.
  @Test
  void signalThatCameBeforeAChangeIsNotHeldAfterIt() throws Exception {
    try (ChildJvm child = start("overtaken")) {
      child.expect("pending [USR1]", "taken again", "pending []");
    }
  }
}
