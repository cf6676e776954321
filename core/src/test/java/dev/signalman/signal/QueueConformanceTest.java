package dev.signalman.signal;

import static dev.signalman.signal.ReceivingProgram.receiving;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalman.Cause;
import dev.signalman.Errno;
import dev.signalman.Ownership;
import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.posix.UnistdH;
import dev.signalman.process.OtherProcess;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Peer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueueConformanceTest {
  private static final long UID = UnistdH.getuid();
  private static final int EPERM = 1;
  private static final int EAGAIN = 11;
  private static final int SI_TKILL = -6;

  /// All real-time signals that can be received.
  private static final List<Signal> REAL_TIME =
      Stream.of(Signal.values()).filter(Signal::isRealTime).filter(Ownership::receivable).toList();

  private static String queued(Signal signal, int pid, long value) {
    return ReceivingProgram.describe(
        new SignalInfo(signal, Cause.QUEUE, -1, pid, UID, value, 0, 0, 0));
  }

  private static String killed(Signal signal, int pid) {
    return ReceivingProgram.describe(SignalInfo.of(signal, pid, UID));
  }

  @Test
  @DisplayName("QUEUE-04 a real-time signal without a value arrives")
  void withoutAValue() throws Exception {
    try (ChildJvm child = receiving("pipe RT3")) {
      Peer peer = Peer.kill("RTMIN+3", child.pid());
      child.send("next");
      child.expect(killed(Signal.RT3, peer.pid()));
    }
  }

  @Test
  @DisplayName("QUEUE-05 signals queued from high to low numbers arrive from low to high")
  void lowestFirst() throws Exception {
    String names = String.join(",", REAL_TIME.stream().map(Signal::name).toList());
    try (ChildJvm child = receiving("pipe " + names)) {
      for (Signal signal : REAL_TIME.reversed()) {
        Signals.send(child.pid(), signal, 2);
        Signals.send(child.pid(), signal, 1);
      }
      int self = (int) ProcessHandle.current().pid();
      for (Signal signal : REAL_TIME) {
        child.send("next");
        child.send("next");
        child.expect(queued(signal, self, 2), queued(signal, self, 1));
      }
    }
  }

  @DisplayName("QUEUE-08 values come in the order in which they were queued")
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"pipe", "queue", "handle"})
  void inOrder(String way) throws Exception {
    try (ChildJvm child = receiving(way + " RT3")) {
      try (ChildProgram sender = CPeers.start("sequence", child.pid(), Signal.RT3, 1_000_000, 10)) {
        child.send("sequence 10 1000000");
        child.expect("10 in order");
        sender.expect("ok");
      }
      try (ChildProgram sender = CPeers.start("sequence", child.pid(), Signal.RT3, 0, 10_000)) {
        child.send("sequence 10000 0");
        child.expect("10000 in order");
        sender.expect("ok");
      }
    }
  }

  @Test
  @DisplayName("QUEUE-08 10,000 values of ours reach a C program in order")
  void oursInOrder() throws Exception {
    try (ChildProgram receiver = CPeers.receiver();
        OtherProcess process = OtherProcess.of(receiver.pid())) {
      receiver.send("sequence 10000 0");
      for (int value = 0; value < 10_000; value++) {
        process.send(Signal.RT3, value);
      }
      receiver.expect("10000 in order");
    }
  }

  @Test
  @DisplayName("QUEUE-09 a pending standard signal swallows further ones with their values")
  void standardSignalsDoNotQueue() throws Exception {
    try (ChildProgram receiver = CPeers.receiver()) {
      for (int value = 1; value <= 3; value++) {
        Signals.send(receiver.pid(), Signal.USR1, value);
      }
      receiver.send("next");
      receiver.expect(CPeers.describe(Signal.USR1, -1, ProcessHandle.current().pid(), UID, 1));
      receiver.send("poll");
      receiver.expect("nothing");
    }
  }

  @Test
  @DisplayName(
      "QUEUE-10 at the limit sigqueue fails with EAGAIN, and kill arrives without its sender")
  void atTheLimit() throws Exception {
    try (ChildJvm child = receiving("pipe USR1,RT3,RT4", Privilege.withQueueLimit(3))) {
      Peer flood = CPeers.attempt("flood", child.pid(), Signal.RT3.number());
      assertThat(flood.output()).matches("[0-3]\nerrno " + EAGAIN + "\n");
      int fits = flood.output().charAt(0) - '0';
      assertThatThrownBy(() -> Signals.send(child.pid(), Signal.RT3, 4))
          .isInstanceOfSatisfying(
              PosixException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EAGAIN));
      Signals.send(child.pid(), Signal.RT4);
      Signals.send(child.pid(), Signal.USR1, 5);
      child.send("next");
      child.expect(ReceivingProgram.describe(SignalInfo.of(Signal.USR1, 0, 0)));
      child.send("sequence " + fits + " 0");
      child.expect(fits + " in order");
      child.send("next");
      child.expect(ReceivingProgram.describe(SignalInfo.of(Signal.RT4, 0, 0)));
      Signals.send(child.pid(), Signal.RT3, 6);
      child.send("sequence 1 6");
      child.expect("1 in order");
    }
  }

  @Test
  @DisplayName("QUEUE-11 codes of the kernel cannot be forged")
  void noForgery() throws Exception {
    try (ChildJvm child = receiving("pipe RT3")) {
      for (int code : new int[] {0, 1, 128, SI_TKILL}) {
        Peer peer = CPeers.attempt("raw", child.pid(), Signal.RT3.number(), code, 1);
        assertThat(peer.output()).isEqualTo("errno " + EPERM + "\n");
      }
      child.send("poll");
      child.expect("nothing");
    }
  }

  @Test
  @DisplayName("QUEUE-12 pending signals arrive in the kernel's order")
  void theKernelsOrder() throws Exception {
    try (ChildJvm child = receiving("pipe TRAP,USR1,ALRM,RT0,RT6,RT30")) {
      child.send("thread");
      int thread = Integer.parseInt(child.line());
      List<Signal> order =
          List.of(Signal.TRAP, Signal.USR1, Signal.ALRM, Signal.RT0, Signal.RT6, Signal.RT30);
      for (Signal signal : order.reversed()) {
        CPeers.send("kill", child.pid(), signal);
      }
      CPeers.send("thread", child.pid(), Signal.RT6, thread);
      child.send("next");
      assertThat(child.line()).startsWith("RT6 THREAD ");
      for (Signal signal : order) {
        child.send("next");
        assertThat(child.line()).startsWith(signal + " KILL ");
      }
    }
  }

  @DisplayName(
      "QUEUE-15 the signals of two simultaneous senders all arrive, each sender's in order")
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"pipe", "handle"})
  void twoSenders(String way) throws Exception {
    int each = 5_000;
    long second = 1_000_000;
    try (ChildJvm child = receiving(way + " RT3");
        ChildProgram one = CPeers.start("sequence", child.pid(), Signal.RT3, 0, each);
        ChildProgram two = CPeers.start("sequence", child.pid(), Signal.RT3, second, each)) {
      child.send("sequences %d 0 %d".formatted(each, second));
      child.expect("5000 and 5000 in order");
      one.expect("ok");
      two.expect("ok");
      child.send("poll");
      child.expect("nothing");
    }
  }

  @DisplayName("QUEUE-16 a real-time signal without a receiver ends the process")
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"before", "after"})
  void unreceived(String when) throws Exception {
    try (ChildJvm child =
        when.equals("before") ? ReceivingProgram.start() : receiving("pipe RT6")) {
      if (when.equals("after")) {
        child.send("close");
        child.expect("closed");
      }
      Signals.send(child.pid(), Signal.RT6, 1);
      child.expectExit(128 + 40);
    }
  }
}
