package dev.signalman.signal;

import dev.signalman.Signal;
import dev.signalman.internal.peers.Waker;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What [Signals#pending] says. The child answers each line with what is pending.
class PendingTest {
  private static ChildJvm start(String doing, String... prefix) throws Exception {
    return ChildJvm.of(PendingProgram.class).prefix(prefix).args(doing).start();
  }

  private static void look(ChildJvm child, String pending) throws Exception {
    child.send("look");
    child.expect(pending);
  }

  @Test
  @DisplayName("PEND-01: nothing is pending at the start")
  void nothingAtFirst() throws Exception {
    try (ChildJvm child = start("nothing")) {
      child.line();
      look(child, "[]");
    }
  }

  @Test
  @DisplayName("PEND-04: signals pending for the process and the thread are shown together")
  void processAndThreadTogether() throws Exception {
    try (ChildJvm child = start("nothing", "env", "--block-signal=USR1", "--block-signal=WINCH")) {
      String tid = child.line();
      Peer.kill("USR1", child.pid());
      look(child, "[USR1]");
      Waker.signalThread(child.pid(), tid, Signal.WINCH);
      look(child, "[USR1, WINCH]");
      child.send("virtual");
      child.expect("[USR1]");
    }
  }

  @Test
  @DisplayName("PEND-06: a signal is not pending after its last instance was taken")
  void takingTheLastEndsIt() throws Exception {
    try (ChildJvm child = start("pipe")) {
      child.line();
      Peer.queue("40", 1, child.pid());
      look(child, "[RT6]");
      child.send("take");
      child.expect("RT6 1");
      look(child, "[]");
    }
  }

  @Test
  @DisplayName("PEND-07: a blocked signal becomes pending even if it is ignored")
  void ignoredBecomesPendingWhenBlocked() throws Exception {
    try (ChildJvm child = start("ignored")) {
      String tid = child.line();
      Waker.signalThread(child.pid(), tid, Signal.USR1);
      Waker.signalThread(child.pid(), tid, Signal.WINCH);
      look(child, "[USR1, WINCH]");
      child.send("unblock");
      child.expect("[]");
    }
  }

  @Test
  @DisplayName(
      "PEND-08: CONT removes pending stop signals, and a stop signal removes a pending CONT")
  void continueAndStopDriveEachOtherAway() throws Exception {
    try (ChildJvm child = start("stop")) {
      String tid = child.line();
      Waker.signalThread(child.pid(), tid, Signal.TSTP);
      Waker.signalThread(child.pid(), tid, Signal.TTIN);
      look(child, "[TSTP, TTIN]");
      Waker.signalThread(child.pid(), tid, Signal.CONT);
      look(child, "[CONT]");
      Waker.signalThread(child.pid(), tid, Signal.TTOU);
      look(child, "[TTOU]");
    }
  }

  @Test
  @DisplayName("PEND-09: a new process starts with nothing pending")
  void newProcessHasNothingPending() throws Exception {
    try (ChildJvm child = start("nothing", "env", "--block-signal=USR1")) {
      String tid = child.line();
      Peer.kill("USR1", child.pid());
      Waker.signalThread(child.pid(), tid, Signal.USR1);
      look(child, "[USR1]");
      child.send("child");
      child.expect("SigPnd:\t0000000000000000", "ShdPnd:\t0000000000000000");
    }
  }

  /// The count is that of all processes of the user, so that others may add to it.
  @Test
  @DisplayName("PEND-10: queued instances count against the limit until they are taken")
  void queuedInstancesCount() throws Exception {
    try (ChildJvm child = start("pipe")) {
      child.line();
      Peer.sh("for i in $(seq 2000); do kill -s 40 $1; done", Integer.toString(child.pid()));
      Eventually.until("2000 queued", () -> ProcFs.process(child.pid()).queued() >= 2_000);
      child.send("drain 2000");
      child.expect("drained");
      Eventually.until("all taken", () -> ProcFs.process(child.pid()).queued() < 2_000);
    }
  }

  @Test
  void interruptedThreadMayLook() throws Exception {
    try (ChildJvm child = start("interrupted")) {
      child.expect("[] true");
    }
  }
}
