package dev.signalman.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.posix.CallSeam;
import dev.signalman.posix.ErrnoH;
import dev.signalman.signal.Signals;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the kernel tells about a process that is no child of this one.
class OtherProcessTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  /// Starts a program, prints its pid, and waits for it after a line of input. A shell might wait
  /// for it earlier.
  private static final String PARENT =
      """
      import subprocess, sys
      child = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL)
      print(child.pid, flush=True)
      sys.stdin.readline()
      child.wait()
      sys.stdin.readline()
      """;

  private static ChildProgram parent(String... program) throws Exception {
    Peer.assumePython();
    List<String> command = new ArrayList<>(List.of("python3", "-c", PARENT));
    command.addAll(List.of(program));
    return ChildProgram.start(command.toArray(String[]::new));
  }

  /// The status of the parent's program, which has ended and is now waited for.
  private static ExitStatus status(ChildProgram parent, OtherProcess process) throws Exception {
    assertThat(process.awaitEnd(LONG)).isTrue();
    assertThat(process.exitStatus()).as("before its parent waits").isNull();
    parent.send("wait");
    Eventually.until("waited for", () -> !process.exists());
    ExitStatus status = process.exitStatus();
    Assumptions.assumeFalse(status instanceof ExitStatus.Unknown, "skipped: needs Linux 6.15");
    return Objects.requireNonNull(status);
  }

  @Test
  @DisplayName(
      "STOPCMD-01 the code of a process that is no child, once its parent has waited for it")
  void tellsTheCode() throws Exception {
    try (ChildProgram parent = parent("sh", "-c", "exit 7");
        OtherProcess process = OtherProcess.of(Long.parseLong(parent.line()))) {
      assertThat(status(parent, process)).isEqualTo(new ExitStatus.Exited(7, null));
    }
  }

  @Test
  @DisplayName("STOPCMD-01 the signal that ended a process, and whether it came from here")
  void tellsTheSignal() throws Exception {
    try (ChildProgram parent = parent("sleep", "600");
        OtherProcess process = OtherProcess.of(Long.parseLong(parent.line()))) {
      assertThat(process.exitStatus()).isNull();
      assertThat(process.send(Signal.TERM)).isTrue();
      assertThat(status(parent, process)).isEqualTo(new ExitStatus.Killed(15, false, null, true));
    }
  }

  @ParameterizedTest
  @CsvSource({"0x0700, exited with code 7", "0x8b, 'killed by signal SIGSEGV (11), core dumped'"})
  void readsTheFormOfWait(int code, String words) {
    assertThat(ExitInfo.status(code, new SentSignals())).hasToString(words);
  }

  @Test
  @DisplayName("STOPCMD-02 where the kernel does not tell the status, it is unknown")
  void isUnknownInAnOlderKernel() throws Exception {
    try (ChildJvm child =
        ChildJvm.of(OlderKernel.class).vm("-D" + CallSeam.PROPERTY + "=true").start()) {
      child.expect("null");
      assertThat(child.line())
          .startsWith("ended in an unknown way: the kernel does not tell how process");
      assertThat(child.line()).contains("cannot be held", "Linux before 6.9");
      child.expectExit(0);
    }
  }

  /// Asks as on a kernel that has process descriptors but neither of the two requests.
  static final class OlderKernel {
    private OlderKernel() {}

    public static void main(String[] args) throws Exception {
      CallSeam.install(call -> call.equals("ioctl") ? ErrnoH.EINVAL : 0);
      Child child = Spawn.of("sleep", "600").newGroup().start();
      try (OtherProcess process = OtherProcess.of(child.pid())) {
        System.out.println(process.exitStatus());
        child.send(Signal.KILL);
        child.waitFor();
        System.out.println(process.exitStatus());
      }
      Child other = Spawn.of("sleep", "600").newGroup().start();
      try (OtherProcess process = OtherProcess.of(other.pid())) {
        CallSeam.install(call -> call.equals("pidfd_send_signal") ? ErrnoH.EINVAL : 0);
        process.group().close();
      } catch (UnsupportedOperationException e) {
        System.out.println(e.getMessage());
      }
      CallSeam.install(_ -> 0);
      other.send(Signal.KILL);
      other.waitFor();
    }
  }

  @Test
  @DisplayName("STOPCMD-03 a group stays reachable after the process that led it has ended")
  void aGroupOutlivesItsLeader() throws Exception {
    String job = "sleep 600 & echo $!; read -r line";
    try (ChildProgram parent = ChildProgram.start("setsid", "-w", "sh", "-c", "echo $$; " + job)) {
      long leader = Long.parseLong(parent.line());
      long member = Long.parseLong(parent.line());
      ProcessGroup group;
      try (OtherProcess process = OtherProcess.of(leader)) {
        group = process.group();
      } catch (UnsupportedOperationException _) {
        Assumptions.abort("skipped: needs Linux 6.9");
        return;
      }
      parent.send("end");
      Eventually.until("no leader", () -> !Signals.exists(leader));
      assertThat(group.isRunning()).isTrue();
      assertThat(group.stop(StopPlan.within(LONG)).state()).isEqualTo(Stopping.State.ENDED);
      Eventually.until("ended", () -> ProcFs.hasEnded(member));
      group.close();
    }
  }

  @Test
  @DisplayName("STOPCMD-03 a process that leads no group has none")
  void aMemberHasNoGroup() throws Exception {
    try (ChildProgram program = ChildProgram.start("sleep", "600");
        OtherProcess process = OtherProcess.of(program.pid())) {
      assertThatThrownBy(process::group)
          .isInstanceOfSatisfying(
              PosixException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ESRCH));
    } catch (UnsupportedOperationException _) {
      Assumptions.abort("skipped: needs Linux 6.9");
    }
  }
}
