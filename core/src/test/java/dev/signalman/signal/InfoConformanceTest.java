package dev.signalman.signal;

import static dev.signalman.signal.ReceivingProgram.receiving;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Cause;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.posix.UnistdH;
import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.OtherUser;
import dev.signalman.testkit.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InfoConformanceTest {
  private static final long UID = UnistdH.getuid();
  private static final int SI_TKILL = -6;
  private static final int SI_KERNEL = 128;
  private static final int POLL_IN = 1;

  private static String line(Signal signal, Cause cause, int code, int pid, long uid, long value) {
    return ReceivingProgram.describe(new SignalInfo(signal, cause, code, pid, uid, value, 0, 0, 0));
  }

  private static ChildJvm.Builder inMode(boolean handlerOnly) {
    return ChildJvm.of(ReceivingProgram.class).vm("-Ddev.signalman.handlerOnly=" + handlerOnly);
  }

  @DisplayName("INFO-01 a signal sent by kill names its sender, in every way of receiving")
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"pipe", "queue", "handle"})
  void killNamesItsSender(String way) throws Exception {
    try (ChildJvm child = receiving(way + " USR1,RT8")) {
      Peer first = Peer.kill("USR1", child.pid());
      child.send("next");
      child.expect(line(Signal.USR1, Cause.KILL, 0, first.pid(), UID, 0));
      Peer second = CPeers.send("kill", child.pid(), Signal.RT8);
      child.send("next");
      child.expect(line(Signal.RT8, Cause.KILL, 0, second.pid(), UID, 0));
    }
  }

  @Test
  @DisplayName("INFO-01 a setuid sender is named by its real user id")
  void theUserIsTheRealOne() throws Exception {
    Privilege.assumeRoot();
    try (ChildJvm child = receiving("pipe USR1")) {
      Peer.succeed(
          "setpriv", "--ruid=65534", "/bin/kill", "-s", "USR1", Integer.toString(child.pid()));
      child.send("next");
      assertThat(child.line()).startsWith("USR1 KILL code 0").contains(" uid 65534 ");
    }
  }

  @Test
  @DisplayName("INFO-15: a user id above 2,147,483,647 is exact")
  void largeUserId() throws Exception {
    String[] user = OtherUser.of(4_000_000_000L, "kill");
    Assumptions.assumeTrue(
        OtherUser.works(user), "skipped: needs root and setpriv, for another user");
    try (ChildJvm child = receiving("pipe USR1")) {
      List<String> kill = new ArrayList<>(List.of(user));
      kill.addAll(List.of("/bin/kill", "-s", "USR1", Long.toString(child.pid())));
      Peer.succeed(kill.toArray(String[]::new));
      child.send("next");
      assertThat(child.line()).startsWith("USR1 KILL code 0").contains(" uid 4000000000 ");
    }
  }

  @DisplayName("INFO-03 a queued signal brings SI_QUEUE, its sender and its value")
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"pipe", "queue", "handle"})
  void aQueuedSignalBringsItsValue(String way) throws Exception {
    try (ChildJvm child = receiving(way + " RT8")) {
      for (long value : new long[] {100, 777, 0, Long.MIN_VALUE, 0x1234_5678_9abc_def0L}) {
        Peer peer = CPeers.send("queue", child.pid(), Signal.RT8, value);
        child.send("next");
        child.expect(line(Signal.RT8, Cause.QUEUE, -1, peer.pid(), UID, value));
      }
    }
  }

  @Test
  @DisplayName("INFO-03 an int of a C sender is in the low half of the value")
  void anIntIsTheLowHalf() throws Exception {
    try (ChildJvm child = receiving("pipe RT8")) {
      for (int value : new int[] {42, -1, Integer.MIN_VALUE}) {
        CPeers.send("int", child.pid(), Signal.RT8, value);
        child.send("int");
        child.expect(Integer.toString(value));
      }
      Peer.queue("RTMIN+8", 42, child.pid());
      child.send("int");
      child.expect("42");
    }
  }

  @Test
  @DisplayName("INFO-03 a 64-bit value sent by us reaches a C program unchanged")
  void ourValueReachesC() throws Exception {
    try (var receiver = CPeers.receiver()) {
      for (long value : new long[] {100, 777, -1, 0x1234_5678_9abc_def0L}) {
        Signals.send(receiver.pid(), Signal.RT8, value);
        receiver.send("next");
        receiver.expect(CPeers.describe(Signal.RT8, -1, ProcessHandle.current().pid(), UID, value));
      }
    }
  }

  @DisplayName("INFO-04 a signal directed at a thread brings SI_TKILL, by signalfd and by handler")
  @ParameterizedTest(name = "handlerOnly={0}")
  @ValueSource(booleans = {false, true})
  void aDirectedSignal(boolean handlerOnly) throws Exception {
    try (ChildJvm child = receiving("pipe USR1,RT8", inMode(handlerOnly))) {
      child.send("thread");
      int thread = Integer.parseInt(child.line());
      for (Signal signal : List.of(Signal.USR1, Signal.RT8)) {
        Peer peer = CPeers.send("thread", child.pid(), signal, thread);
        child.send("next");
        child.expect(line(signal, Cause.THREAD, SI_TKILL, peer.pid(), UID, 0));
      }
    }
  }

  @Test
  @DisplayName("INFO-05 a POSIX timer's signal brings SI_TIMER, its value and its overruns")
  void aTimersSignal() throws Exception {
    CProgram timer = CProgram.compile(InfoConformanceTest.class, "/c/timer.c", "-shared", "-fPIC");
    ChildJvm.Builder blockedFromTheStart =
        ChildJvm.of(ReceivingProgram.class)
            .prefix("env", "--block-signal=RTMIN+8", "LD_PRELOAD=" + timer.path());
    try (ChildJvm child = receiving("pipe RT8", blockedFromTheStart)) {
      child.send("text");
      assertThat(child.line()).matches("SIGRTMIN\\+8 \\(timer\\) value 777 overrun [1-9][0-9]*");
      child.send("next");
      child.expect(line(Signal.RT8, Cause.TIMER, -2, 0, 0, 777));
    }
  }

  @Test
  @DisplayName("INFO-06 an alarm's signal brings SI_KERNEL and no sender")
  void anAlarmsSignal() throws Exception {
    try (ChildJvm child = receiving("pipe ALRM")) {
      child.send("alarm");
      child.expect("set");
      child.send("next");
      child.expect(line(Signal.ALRM, Cause.KERNEL, SI_KERNEL, 0, 0, 0));
    }
  }

  @Test
  @DisplayName("INFO-08 a signal sent through a pidfd looks like one sent by kill")
  void aPidfdLooksLikeKill() throws Exception {
    try (ChildJvm child = receiving("pipe RT8")) {
      Peer peer = CPeers.send("pidfd", child.pid(), Signal.RT8);
      child.send("next");
      child.expect(line(Signal.RT8, Cause.KILL, 0, peer.pid(), UID, 0));
    }
  }

  @Test
  @DisplayName("INFO-11 of a standard signal sent several times the first instance arrives")
  void theFirstInstanceArrives() throws Exception {
    try (ChildJvm child = receiving("pipe USR1")) {
      Peer first = CPeers.send("queue", child.pid(), Signal.USR1, 1);
      CPeers.send("queue", child.pid(), Signal.USR1, 2);
      CPeers.send("queue", child.pid(), Signal.USR1, 3);
      child.send("next");
      child.expect(line(Signal.USR1, Cause.QUEUE, -1, first.pid(), UID, 1));
      child.send("poll");
      child.expect("nothing");
    }
  }

  @Test
  @DisplayName("INFO-12 a signal that lost its sender at the queue limit reports that")
  void noRoomForTheSender() throws Exception {
    try (ChildJvm child = receiving("pipe RT8,RT9", Privilege.withQueueLimit(3))) {
      Peer flood = CPeers.attempt("flood", child.pid(), Signal.RT8.number());
      int sent = Integer.parseInt(flood.output().lines().findFirst().orElseThrow());
      CPeers.send("kill", child.pid(), Signal.RT9);
      child.send("sequence " + sent + " 0");
      child.expect(sent + " in order");
      child.send("text");
      child.expect("SIGRTMIN+9 from another pid namespace, or its sender was not recorded (kill)");
    }
  }

  @Test
  @DisplayName("INFO-13 a received SignalInfo never changes")
  void infosAreSnapshots() throws Exception {
    try (ChildJvm child = receiving("pipe RT8")) {
      Peer peer = CPeers.send("sequence", child.pid(), Signal.RT8, 5, 1000);
      child.send("keep 1000");
      child.expect(
          IntStream.range(5, 1005)
              .mapToObj(value -> line(Signal.RT8, Cause.QUEUE, -1, peer.pid(), UID, value))
              .toArray(String[]::new));
    }
  }

  @DisplayName("INFO-14 an unknown code is reported as its number")
  @ParameterizedTest(name = "handlerOnly={0}")
  @ValueSource(booleans = {false, true})
  void rareCodesPassThrough(boolean handlerOnly) throws Exception {
    Map<Integer, Cause> codes = Map.of(-3, Cause.MESSAGE_QUEUE, -77, Cause.OTHER);
    Map<Integer, Cause> codesOfTheKernel = Map.of(-4, Cause.ASYNC_IO, -60, Cause.ASYNC_IO);
    try (ChildJvm child = receiving("pipe RT8", inMode(handlerOnly))) {
      for (Map.Entry<Integer, Cause> code : codes.entrySet()) {
        Peer peer = CPeers.send("raw", child.pid(), Signal.RT8, code.getKey(), 5);
        child.send("next");
        child.expect(line(Signal.RT8, code.getValue(), code.getKey(), peer.pid(), UID, 5));
      }
      for (Map.Entry<Integer, Cause> code : codesOfTheKernel.entrySet()) {
        CPeers.send("raw", child.pid(), Signal.RT8, code.getKey(), 5);
        child.send("next");
        child.expect(line(Signal.RT8, code.getValue(), code.getKey(), 0, 0, 5));
      }
    }
  }

  @DisplayName("INFO-14 a readable descriptor is reported with cause IO, by any signal")
  @ParameterizedTest(name = "handlerOnly={0}")
  @ValueSource(booleans = {false, true})
  void readyDescriptors(boolean handlerOnly) throws Exception {
    try (ChildJvm child = receiving("pipe USR1,IO,RT8", inMode(handlerOnly))) {
      for (Signal signal : List.of(Signal.USR1, Signal.IO, Signal.RT8)) {
        CPeers.send("ready", child.pid(), signal);
        child.send("next");
        child.expect(line(signal, Cause.IO, POLL_IN, 0, 0, 0));
      }
    }
  }
}
