package dev.signalman.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.posix.UnistdH;
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

  private static void assertEnded(Recipient recipient) {
    assertEnded(() -> recipient.send(Signal.USR1));
    assertEnded(() -> recipient.queue(Signal.RT3, 1));
    assertThat(recipient.exists()).isFalse();
  }

  @Test
  @DisplayName("PIDFD-05 a recipient gets signals, and values as from sigqueue")
  void sends() throws Exception {
    try (ChildProgram receiver = CPeers.receiver();
        Recipient byPid = Recipient.of(receiver.pid());
        Recipient byHandle = Recipient.of(receiver.process().toHandle())) {
      for (Recipient recipient : List.of(byPid, byHandle)) {
        recipient.send(Signal.USR1);
        recipient.queue(Signal.RT3, -2);
        recipient.queue(Signal.USR2, 5);
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
  @DisplayName("PIDFD-07 SEND-24 a recipient whose pid is in use again is ESRCH")
  void anotherProcessWithThePid() throws Exception {
    ChildProgram first = CPeers.receiver();
    int pid = first.pid();
    ProcessHandle handle = first.process().toHandle();
    try (Recipient recipient = Recipient.of(pid);
        ChildProgram second = successor(first)) {
      assertThat(Signals.exists(pid)).isTrue();
      assertEnded(recipient);
      assertEnded(() -> Signals.send(handle, Signal.USR1));
      assertEnded(() -> Signals.queue(handle, Signal.RT3, 1));
      assertEnded(() -> Recipient.of(handle).close());
      second.send("poll");
      second.expect("nothing");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {PIDFD_OPEN, PIDFD_OPEN + ":1", PIDFD_SEND_SIGNAL + ":1"})
  @DisplayName(
      "PIDFD-07 on a kernel without pidfd a recipient asks whether its process still lives")
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
    CProgram reuse = CProgram.compile(PidfdConformanceTest.class, "/c/reuse.c");
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
  @DisplayName("PIDFD-08 a recipient of a process that has ended says so, and can be closed")
  void aProcessThatHasEnded() throws Exception {
    long gone = Peer.run("true").pid();
    assertEnded(() -> Recipient.of(gone).close());
    ChildProgram program = CPeers.receiver();
    Recipient recipient = Recipient.of(program.pid());
    program.close();
    assertEnded(recipient);
    recipient.close();
    assertThat(recipient.pid()).isEqualTo(program.pid());
  }

  @Test
  @DisplayName("PIDFD-11 close can be repeated, and ends every use")
  void close() throws Exception {
    try (ChildProgram receiver = CPeers.receiver()) {
      Recipient recipient = Recipient.of(receiver.pid());
      recipient.close();
      recipient.close();
      for (ThrowingCallable use :
          List.<ThrowingCallable>of(
              () -> recipient.send(Signal.USR1),
              () -> recipient.queue(Signal.RT3, 1),
              recipient::exists)) {
        assertThatIllegalStateException()
            .isThrownBy(use)
            .withMessageContaining(Integer.toString(receiver.pid()));
      }
      receiver.send("poll");
      receiver.expect("nothing");
    }
  }

  @Test
  @DisplayName("PIDFD-11 1,000 recipients leave no descriptor behind")
  void noResidue() throws Exception {
    try (ChildProgram receiver = CPeers.receiver()) {
      Signals.send(receiver.pid(), Signal.URG);
      long before = pidfds();
      for (int i = 0; i < 250; i++) {
        Recipient.of(receiver.pid()).close();
        Recipient.of(receiver.process().toHandle()).close();
        Signals.send(receiver.pid(), Signal.URG);
        Signals.queue(receiver.process().toHandle(), Signal.URG, 1);
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
  @DisplayName("PIDFD-12 recipients of the JDK's own children leave its exit values alone")
  void childrenOfTheJdk() throws Exception {
    List<Process> children = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      children.add(new ProcessBuilder("sleep", "60").start());
    }
    for (Process child : children) {
      try (Recipient recipient = Recipient.of(child.toHandle())) {
        recipient.send(Signal.KILL);
        assertThat(child.waitFor()).isEqualTo(128 + 9);
        assertEnded(recipient);
      }
    }
  }
}
