package dev.signalman.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.posix.UnistdH;
import dev.signalman.process.OtherProcess;
import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PidfdConformanceTest {
  private static final long SELF = ProcessHandle.current().pid();
  private static final long UID = UnistdH.getuid();
  private static final String PIDFD_OPEN = "434";
  private static final String PIDFD_SEND_SIGNAL = "424";

  private static void assertEnded(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            PosixException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ESRCH));
  }

  private static void assertEnded(OtherProcess process) throws PosixException {
    assertThat(process.send(Signal.USR1)).isFalse();
    assertThat(process.send(Signal.RT3, 1)).isFalse();
    assertThat(process.exists()).isFalse();
  }

  @Test
  @DisplayName("PIDFD-05 a process gets signals, and values as from sigqueue")
  void sends() throws Exception {
    try (ChildProgram receiver = CPeers.receiver();
        OtherProcess byPid = OtherProcess.of(receiver.pid());
        OtherProcess byHandle = OtherProcess.of(receiver.process().toHandle())) {
      for (OtherProcess process : List.of(byPid, byHandle)) {
        assertThat(process.send(Signal.USR1)).isTrue();
        assertThat(process.send(Signal.RT3, -2)).isTrue();
        assertThat(process.send(Signal.USR2, 5)).isTrue();
        receiver.send("next");
        receiver.expect(CPeers.describe(Signal.USR1, 0, SELF, UID, 0));
        receiver.send("next");
        receiver.expect(CPeers.describe(Signal.USR2, -1, SELF, UID, 5));
        receiver.send("next");
        receiver.expect(CPeers.describe(Signal.RT3, -1, SELF, UID, -2));
      }
    }
  }

  @Test
  @DisplayName("PIDFD-07 SEND-24 a send to an ended process whose pid was reused fails with ESRCH")
  void anotherProcessWithThePid() throws Exception {
    ChildProgram first = CPeers.receiver();
    int pid = first.pid();
    ProcessHandle handle = first.process().toHandle();
    try (OtherProcess process = OtherProcess.of(pid);
        ChildProgram second = successor(first)) {
      assertThat(Signals.exists(pid)).isTrue();
      assertEnded(process);
      assertEnded(() -> Signals.send(handle, Signal.USR1));
      assertEnded(() -> Signals.send(handle, Signal.RT3, 1));
      assertEnded(() -> OtherProcess.of(handle).close());
      second.send("poll");
      second.expect("nothing");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {PIDFD_OPEN, PIDFD_OPEN + ":1", PIDFD_SEND_SIGNAL + ":1"})
  @DisplayName("PIDFD-07 without pidfd, OtherProcess checks that it is still the same process")
  void anotherProcessWithThePidInAnOldKernel(String denied) throws Exception {
    ChildProgram first = CPeers.receiver();
    CProgram deny = CProgram.compile(PidfdConformanceTest.class, "/c/deny.c");
    try (ChildJvm sender = SendingProgram.start(deny.path().toString(), denied)) {
      sender.send("keep " + first.pid());
      sender.expect("sent");
      sender.send("kept USR1");
      sender.expect("sent");
      try (ChildProgram second = successor(first)) {
        for (String command : List.of("handle USR1", "kept USR1", "value RT3 1")) {
          sender.send(command);
          sender.expect("ESRCH");
        }
        second.send("poll");
        second.expect("nothing");
        sender.send("send " + first.pid() + " USR1");
        sender.expect("sent");
        second.send("next");
        second.expect(CPeers.describe(Signal.USR1, 0, sender.pid(), UID, 0));
      }
    }
  }

  /// Ends a receiver and starts another one with the same pid.
  private static ChildProgram successor(ChildProgram first) throws Exception {
    Instant began = first.process().info().startInstant().orElseThrow();
    CProgram reuse = CProgram.compile(PidfdConformanceTest.class, "/c/reuse_pid.c");
    String pid = Integer.toString(first.pid());
    first.close();
    Eventually.until("reaped", () -> !Signals.exists(first.pid()));
    Assumptions.assumeTrue(
        Peer.run(reuse.path().toString(), pid, "true").status() == 0,
        "skipped: needs CAP_SYS_ADMIN, to choose the pid of a process");
    // A handle remembers when its process began in the kernel's ticks, which last 10 ms.
    Eventually.until("ticked", () -> Instant.now().isAfter(began.plus(Duration.ofMillis(50))));
    ChildProgram second = reuse.start(pid, CPeers.receiverProgram().path().toString());
    second.expect("ready");
    return second;
  }

  @Test
  @DisplayName("PIDFD-08 OtherProcess reports the end of its process, and can be closed")
  void aProcessThatHasEnded() throws Exception {
    long gone = Peer.run("true").pid();
    assertEnded(() -> OtherProcess.of(gone).close());
    ChildProgram program = CPeers.receiver();
    OtherProcess process = OtherProcess.of(program.pid());
    program.close();
    assertEnded(process);
    process.close();
    assertThat(process.pid()).isEqualTo(program.pid());
  }

  @Test
  @DisplayName("PIDFD-11 close can be repeated, and no method works afterwards")
  void close() throws Exception {
    try (ChildProgram receiver = CPeers.receiver()) {
      OtherProcess process = OtherProcess.of(receiver.pid());
      process.close();
      process.close();
      for (ThrowingCallable use :
          List.<ThrowingCallable>of(
              () -> process.send(Signal.USR1),
              () -> process.send(Signal.RT3, 1),
              process::exists)) {
        assertThatIllegalStateException()
            .isThrownBy(use)
            .withMessageContaining(Integer.toString(receiver.pid()));
      }
      receiver.send("poll");
      receiver.expect("nothing");
    }
  }

  @Test
  @DisplayName("PIDFD-11 1,000 processes leave no descriptor behind")
  void noResidue() throws Exception {
    try (ChildProgram receiver = CPeers.receiver()) {
      Signals.send(receiver.pid(), Signal.URG);
      long before = pidfds();
      for (int i = 0; i < 250; i++) {
        OtherProcess.of(receiver.pid()).close();
        OtherProcess.of(receiver.process().toHandle()).close();
        Signals.send(receiver.pid(), Signal.URG);
        Signals.send(receiver.process().toHandle(), Signal.URG, 1);
      }
      assertThat(pidfds()).isLessThanOrEqualTo(before); // those of earlier tests may go meanwhile
    }
  }

  private static long pidfds() throws Exception {
    return ProcFs.descriptors(SELF).values().stream()
        .filter(target -> target.contains("pidfd"))
        .count();
  }

  @Test
  @DisplayName("PIDFD-12 OtherProcess for a child of the JDK does not affect its exit value")
  void childrenOfTheJdk() throws Exception {
    List<Process> children = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      children.add(new ProcessBuilder("sleep", "60").start());
    }
    for (Process child : children) {
      try (OtherProcess process = OtherProcess.of(child.toHandle())) {
        process.send(Signal.KILL);
        assertThat(child.waitFor()).isEqualTo(128 + 9);
        assertEnded(process);
      }
    }
  }
}
