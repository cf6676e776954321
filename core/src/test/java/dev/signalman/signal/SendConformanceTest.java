package dev.signalman.signal;

import static dev.signalman.signal.ReceivingProgram.receiving;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.posix.UnistdH;
import dev.signalman.process.OtherProcess;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SendConformanceTest {
  private static void assertErrno(Errno errno, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(PosixException.class, e -> assertThat(e.errno()).isEqualTo(errno));
  }

  private static void expectNothing(ChildProgram receiver) throws Exception {
    receiver.send("poll");
    receiver.expect("nothing");
  }

  @Test
  @DisplayName("SEND-02 a check whether a process exists sends it nothing")
  void askingSendsNothing() throws Exception {
    try (ChildProgram receiver = CPeers.receiver();
        OtherProcess process = OtherProcess.of(receiver.pid())) {
      assertThat(Signals.exists(receiver.pid())).isTrue();
      assertThat(process.exists()).isTrue();
      expectNothing(receiver);
      receiver.process().destroyForcibly().waitFor();
      assertThat(Signals.exists(receiver.pid())).isFalse();
      assertThat(process.exists()).isFalse();
    }
  }

  @DisplayName("SEND-03 SEND-15 an invalid signal number is refused")
  @ParameterizedTest
  @ValueSource(
      ints = {-1, 0, 65, 2000, 4096, Integer.MIN_VALUE, Integer.MAX_VALUE, 1073743192, -1073743192})
  void numbersOfNoSignal(int number) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Signal.of(number))
        .withMessageContaining(Integer.toString(number));
  }

  @Test
  @DisplayName("SEND-05 a pid beyond the range of int is refused, not truncated")
  void pidsOutOfRange() throws Exception {
    try (ChildProgram receiver = CPeers.receiver()) {
      long pid = receiver.pid();
      for (long wrong :
          new long[] {
            1L << 32 | pid,
            -(1L << 32) | pid,
            1L << 31 | pid,
            -pid,
            0,
            Integer.MIN_VALUE,
            Integer.MAX_VALUE + 1L,
            Long.MIN_VALUE,
            Long.MAX_VALUE
          }) {
        refusesProcess(wrong);
      }
      expectNothing(receiver);
    }
  }

  @Test
  @DisplayName("SEND-11 pid -1, which would mean every process, is refused")
  void noBroadcast() throws Exception {
    try (ChildProgram receiver = CPeers.receiver()) {
      refusesProcess(-1);
      refusesGroup(-1);
      expectNothing(receiver);
    }
  }

  private static void refusesProcess(long pid) {
    // A signal that does no harm, should it go out after all.
    refuses(pid, () -> Signals.send(pid, Signal.CONT));
    refuses(pid, () -> Signals.send(pid, Signal.CONT, 1));
    refuses(pid, () -> Signals.exists(pid));
    refuses(pid, () -> OtherProcess.of(pid).close());
  }

  private static void refusesGroup(long pgid) {
    refuses(pgid, () -> Signals.sendToGroup(pgid, Signal.CONT));
  }

  private static void refuses(long number, ThrowingCallable call) {
    assertThatIllegalArgumentException()
        .isThrownBy(call)
        .withMessageContaining(Long.toString(number));
  }

  @Test
  @DisplayName("SEND-06 a send to another user's process fails with EPERM, and the process exists")
  void anotherUsersProcess() throws Exception {
    Privilege.assumeRoot();
    try (ChildProgram target = idle("setsid", Privilege.nobody());
        ChildJvm sender = SendingProgram.start(Privilege.rootWithoutKill())) {
      sender.send("exists " + target.pid());
      sender.expect("true");
      sender.send("keep " + target.pid());
      sender.expect("sent");
      for (String command :
          List.of(
              "send " + target.pid() + " TERM",
              "queue " + target.pid() + " RT3 1",
              "group " + target.pid() + " TERM",
              "handle TERM",
              "kept TERM",
              "value RT3 1")) {
        sender.send(command);
        sender.expect("EPERM");
      }
      assertThat(target.process().isAlive()).isTrue();
    }
  }

  /// A program that does nothing.
  private static ChildProgram idle(String first, String... prefix) throws Exception {
    Stream<String> command = Stream.of("sh", "-c", "echo ready; read line");
    ChildProgram program =
        ChildProgram.start(
            Stream.concat(Stream.concat(Stream.of(first), Stream.of(prefix)), command)
                .toArray(String[]::new));
    program.expect("ready");
    return program;
  }

  @Test
  @DisplayName("SEND-08 a signal to the own group reaches exactly the processes of that group")
  void ownGroup() throws Exception {
    ChildJvm.Builder alone = ChildJvm.of(ReceivingProgram.class).prefix("setsid");
    try (ChildProgram outside = CPeers.receiver();
        IdleGroup other = IdleGroup.start();
        ChildJvm child = receiving("pipe USR1", alone)) {
      child.send("group " + child.pid() + " USR1");
      child.expect("sent");
      child.send("next");
      child.expect(
          ReceivingProgram.describe(SignalInfo.of(Signal.USR1, child.pid(), UnistdH.getuid())));
      assertThat(other.pending(Signal.USR1)).containsOnly(false);
      expectNothing(outside);
    }
  }

  @Test
  @DisplayName("SEND-09 a signal to a group reaches each of its processes, as kill(-pgid) does")
  void aGroup() throws Exception {
    try (ChildProgram outside = CPeers.receiver();
        IdleGroup group = IdleGroup.start()) {
      Signals.sendToGroup(group.id(), Signal.USR1);
      assertThat(group.pending(Signal.USR1)).containsExactly(true, true, true);
      Peer.succeed("/bin/kill", "-s", "USR2", "--", "-" + group.id());
      assertThat(group.pending(Signal.USR2)).containsExactly(true, true, true);
      expectNothing(outside);
    }
  }

  @DisplayName("SEND-10 groups 1 and below are refused: they would mean every process")
  @ParameterizedTest
  @ValueSource(longs = {1, 0, -2, Integer.MIN_VALUE, 1L << 31, (1L << 32) + 2, Long.MIN_VALUE})
  void groupsThatAreNone(long pgid) {
    refusesGroup(pgid);
  }

  @Test
  @DisplayName("SEND-10 a send to a group that does not exist fails with ESRCH")
  void noSuchGroup() throws Exception {
    long gone = Peer.run("true").pid();
    assertErrno(Errno.ESRCH, () -> Signals.sendToGroup(gone, Signal.CONT));
  }

  @Test
  @DisplayName(
      "SEND-12 a send to a group fails with EPERM only if no process of it may be signalled")
  void aMixedGroup() throws Exception {
    Privilege.assumeRoot();
    try (IdleGroup mixed = IdleGroup.start(Privilege.nobody());
        ChildProgram foreign = idle("setsid", Privilege.nobody());
        ChildJvm sender = SendingProgram.start(Privilege.rootWithoutKill())) {
      Eventually.until(
          "the last one runs as nobody", () -> ProcFs.process(mixed.others().get(1)).user() != 0);
      sender.send("group " + mixed.id() + " USR1");
      sender.expect("sent");
      assertThat(mixed.pending(Signal.USR1)).containsExactly(true, true, false);
      sender.send("group " + foreign.pid() + " USR1");
      sender.expect("EPERM");
    }
  }

  @Test
  @DisplayName("SEND-14 raise returns at once, and the signal is handled a moment later")
  void raiseDoesNotWait() throws Exception {
    for (String way : List.of("pipe", "queue", "handle")) {
      try (ChildJvm child = receiving(way + " USR1,RT3")) {
        for (Signal signal : List.of(Signal.USR1, Signal.RT3)) {
          child.send("raise " + signal);
          child.expect("sent");
          child.send("next");
          child.expect(
              ReceivingProgram.describe(SignalInfo.of(signal, child.pid(), UnistdH.getuid())));
        }
      }
    }
  }

  @Test
  @DisplayName("SEND-16 a signal directed at a thread that does not poll stays pending in it")
  void directedAtAThread() throws Exception {
    try (ChildJvm child = receiving("pipe RT3,RT4")) {
      child.send("other");
      int thread = Integer.parseInt(child.line());
      CPeers.send("thread", child.pid(), Signal.RT3, thread);
      Peer fence = CPeers.send("kill", child.pid(), Signal.RT4);
      child.send("next");
      child.expect(
          ReceivingProgram.describe(SignalInfo.of(Signal.RT4, fence.pid(), UnistdH.getuid())));
      child.send("poll");
      child.expect("nothing");
      assertThat(ProcFs.thread(child.pid(), thread).pending().get(Signal.RT3.number())).isTrue();
    }
  }

  @Test
  @DisplayName("SEND-16 a thread id is accepted in place of its process id, as in kill(2)")
  void theIdOfAThread() throws Exception {
    try (ChildJvm child = receiving("pipe RT3")) {
      child.send("other");
      int thread = Integer.parseInt(child.line());
      Signals.send(thread, Signal.RT3);
      child.send("next");
      child.expect(
          ReceivingProgram.describe(
              SignalInfo.of(Signal.RT3, (int) ProcessHandle.current().pid(), UnistdH.getuid())));
      Signals.send(thread, Signal.RT3, 5);
      child.send("sequence 1 5");
      child.expect("1 in order");
    }
  }

  @Test
  @DisplayName("SEND-24 a send to a process that was waited for fails with ESRCH")
  void aProcessThatWasWaitedFor() throws Exception {
    Process process = new ProcessBuilder("true").start();
    ProcessHandle handle = process.toHandle();
    process.waitFor();
    assertErrno(Errno.ESRCH, () -> Signals.send(handle, Signal.TERM));
    assertErrno(Errno.ESRCH, () -> Signals.send(handle, Signal.RT3, 1));
    assertErrno(Errno.ESRCH, () -> OtherProcess.of(handle).close());
    assertErrno(Errno.ESRCH, () -> Signals.send(process.pid(), Signal.TERM));
    assertErrno(Errno.ESRCH, () -> Signals.send(process.pid(), Signal.RT3, 1));
  }

  @Test
  @DisplayName("SEND-25 a send to a zombie succeeds and has no effect")
  void aZombie() throws Exception {
    try (ChildProgram parent =
        ChildProgram.start("sh", "-c", "sleep 60 & echo $!; exec sleep 60")) {
      long zombie = Long.parseLong(parent.line());
      Eventually.until("nobody waits for it", () -> runs(parent, "sleep"));
      Peer.kill("KILL", zombie);
      Eventually.until("it has ended", () -> ProcFs.process(zombie).state() == 'Z');
      assertThat(Signals.exists(zombie)).isTrue();
      Signals.send(zombie, Signal.TERM);
      Signals.send(zombie, Signal.RT3, 1);
      Signals.send(ProcessHandle.of(zombie).orElseThrow(), Signal.TERM);
      try (OtherProcess process = OtherProcess.of(zombie)) {
        assertThat(process.exists()).isTrue();
        process.send(Signal.KILL);
      }
    }
  }

  private static boolean runs(ChildProgram program, String name) {
    return program.process().info().command().orElse("").endsWith("/" + name);
  }

  @DisplayName("SEND-25 signals sent to a stopped VM arrive when it continues")
  @ParameterizedTest
  @ValueSource(strings = {"pipe", "queue", "handle"})
  void stopAndContinue(String way) throws Exception {
    try (ChildJvm child = receiving(way + " USR1,RT3")) {
      Signals.send(child.pid(), Signal.STOP);
      Eventually.until("it has stopped", () -> ProcFs.process(child.pid()).state() == 'T');
      Signals.send(child.pid(), Signal.RT3, 7);
      Signals.send(child.pid(), Signal.CONT);
      child.send("sequence 1 7");
      child.expect("1 in order");
      Signals.send(child.pid(), Signal.USR1);
      child.send("next");
      child.expect(
          ReceivingProgram.describe(
              SignalInfo.of(Signal.USR1, (int) ProcessHandle.current().pid(), UnistdH.getuid())));
    }
  }
}
