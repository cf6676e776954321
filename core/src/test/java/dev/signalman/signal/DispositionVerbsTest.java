package dev.signalman.signal;

import static dev.signalman.signal.Puppet.fence;
import static dev.signalman.signal.Puppet.tell;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Ownership;
import dev.signalman.Signal;
import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Ignore, default and restore, seen from outside.
class DispositionVerbsTest {
  @Test
  @DisplayName("DISP-02: an ignored signal neither calls its earlier handler nor ends the VM")
  void ignoredSignalDoesNothing() throws Exception {
    try (ChildJvm child = Puppet.start()) {
      List<Signal> ignorable = ignorable();
      for (Signal signal : ignorable) {
        if (Ownership.receivable(signal)) {
          tell(child, "handle h" + signal + " " + signal, "ok");
        }
        child.send("ignore " + signal);
        child.line();
      }
      BitSet ignored = ProcFs.process(child.pid()).ignored();
      assertThat(ignorable).allMatch(signal -> ignored.get(signal.number()));
      for (Signal signal : ignorable) {
        Peer.kill(Integer.toString(signal.number()), child.pid());
      }
      fence(child);
      tell(child, "disposition USR1", "ignored");
    }
  }

  private static List<Signal> ignorable() {
    return Stream.of(Signal.values())
        .filter(signal -> !signal.isRealTime())
        .filter(signal -> Ownership.of(signal).claim() != Ownership.Claim.NO)
        .filter(signal -> !List.of(Signal.QUIT, Signal.CHLD, Signal.USR2).contains(signal))
        .toList();
  }

  @Test
  @DisplayName("DISP-04: each verb returns the previous disposition, with the identical handler")
  void eachVerbTellsWhatWasBefore() throws Exception {
    try (ChildJvm child = ChildJvm.start(SetAndCompare.class)) {
      assertThat(child.remainingLines()).containsOnly("true").hasSize(7);
      child.expectExit(0);
    }
  }

  static final class SetAndCompare {
    public static void main(String[] args) {
      SignalHandler first = info -> System.out.println("first");
      SignalHandler second = info -> System.out.println("second");
      SignalRegistration one = Signals.handle(Signal.USR1, first);
      same(one, first, Signals.ignore(Signal.USR1));
      System.out.println(Signals.setDefault(Signal.USR1).equals(new Disposition.Ignored()));
      System.out.println(Signals.restore(Signal.USR1).equals(new Disposition.Default()));
      SignalRegistration two = Signals.handle(Signal.USR1, second);
      same(two, second, Signals.restore(Signal.USR1));
      SignalRegistration three = Signals.handle(Signal.USR1, first);
      same(three, first, Signals.disposition(Signal.USR1));
      same(three, first, Signals.setDefault(Signal.USR1));
      System.out.println(Signals.ignore(Signal.USR1).equals(new Disposition.Default()));
    }

    private static void same(
        SignalRegistration expected, SignalHandler handler, Disposition actual) {
      System.out.println(
          actual instanceof Disposition.Handled handled
              && handled.receivers().equals(List.of(expected))
              && handler.equals(handled.handler()));
    }
  }

  @Test
  @DisplayName("DISP-06: switching between default and handled twice reports the same both times")
  void reportsTheSameEachTimeRound() throws Exception {
    try (ChildJvm child = Puppet.start()) {
      for (Signal signal : Signal.values()) {
        if (Ownership.of(signal).owner() != Ownership.Owner.NONE || signal == Signal.RT30) {
          continue;
        }
        for (String name : List.of("first", "second")) {
          tell(child, "disposition " + signal, "default");
          tell(child, "handle " + name + signal + " " + signal, "ok");
          tell(child, "default " + signal, name + signal);
        }
      }
    }
  }

  @Test
  @DisplayName("DISP-15: a signal counts as ignored after ignore, but not with a listener")
  void ignoredIsReportedOnlyAfterIgnore() throws Exception {
    try (ChildJvm child = Puppet.start()) {
      tell(child, "disposition WINCH", "default");
      tell(child, "handle h WINCH", "ok");
      tell(child, "disposition WINCH", "h");
      tell(child, "ignore WINCH", "h");
      tell(child, "disposition WINCH", "ignored");
      tell(child, "signals h", "[]");
      tell(child, "handle h2 WINCH", "ok");
      tell(child, "disposition WINCH", "h2");
      Peer.kill("WINCH", child.pid());
      child.expect("h2 SIGWINCH");
      tell(child, "close h2", "closed");
      tell(child, "disposition WINCH", "ignored");
    }
  }

  @Test
  @DisplayName("DISP-17: restore undoes ignore, with or without a listener in between")
  void restoreUndoesIgnore() throws Exception {
    try (ChildJvm child = Puppet.start()) {
      for (String signal : List.of("HUP", "INT", "USR1", "TERM", "WINCH")) {
        child.send("disposition " + signal);
        String before = child.line();
        ignoreAndRestore(child, signal, before, () -> {});
        ignoreAndRestore(
            child,
            signal,
            before,
            () -> {
              tell(child, "handle h " + signal, "ok");
              tell(child, "inherited " + signal, "false");
              tell(child, "close h", "closed");
            });
      }
    }
  }

  private static void ignoreAndRestore(
      ChildJvm child, String signal, String before, Executable between) throws Exception {
    tell(child, "ignore " + signal, before);
    tell(child, "inherited " + signal, "true");
    between.run();
    tell(child, "restore " + signal, "ignored");
    tell(child, "inherited " + signal, "false");
    tell(child, "disposition " + signal, before);
  }

  private interface Executable {
    void run() throws Exception;
  }

  @Test
  @DisplayName("DISP-17: CHLD cannot be ignored")
  void ignoringChildDeathsIsRefused() throws Exception {
    try (ChildJvm child = Puppet.start()) {
      tell(child, "ignore CHLD", "ReservedSignalException");
      tell(child, "inherited CHLD", "false");
      tell(child, "restore CHLD", "default");
    }
  }

  @Test
  @DisplayName("DISP-20: closing the last listener ends the claim; closing twice is harmless")
  void lastListenerRestores() throws Exception {
    try (ChildJvm child = Puppet.start()) {
      for (String signal : List.of("USR1", "TERM", "WINCH")) {
        child.send("disposition " + signal);
        String before = child.line();
        tell(child, "handle a " + signal, "ok");
        tell(child, "subscribe b " + signal, "ok");
        tell(child, "disposition " + signal, "a queue");
        tell(child, "close a", "closed");
        tell(child, "disposition " + signal, "queue");
        tell(child, "close b", "closed");
        tell(child, "disposition " + signal, before);
        tell(child, "close b", "closed");
        tell(child, "close a", "closed");
        tell(child, "disposition " + signal, before);
        tell(child, "signals a", "[]");
      }
    }
  }

  @Test
  @DisplayName("DISP-21: ignoring discards an instance that is pending for the process or a thread")
  void ignoringDiscardsWhatIsPending() throws Exception {
    CProgram tgkill = CProgram.compile(DispositionVerbsTest.class, "/c/tgkill.c");
    try (ChildJvm child =
        Puppet.ready(ChildJvm.of(Puppet.class).prefix("env", "--block-signal=USR1"))) {
      String pid = Integer.toString(child.pid());
      int usr1 = Signal.USR1.number();
      Peer.kill("USR1", child.pid());
      tgkill.run(pid, pid, Integer.toString(usr1), "1");
      assertThat(ProcFs.process(child.pid()).sharedPending().get(usr1)).isTrue();
      assertThat(ProcFs.thread(child.pid(), child.pid()).pending().get(usr1)).isTrue();
      tell(child, "ignore USR1", "default");
      assertThat(ProcFs.process(child.pid()).sharedPending().get(usr1)).isFalse();
      assertThat(ProcFs.thread(child.pid(), child.pid()).pending().get(usr1)).isFalse();
    }
  }

  @Test
  @DisplayName(
      "DISP-26: signals that the kernel ignores by default do no harm after close or default")
  void harmlessSignalsStayHarmless() throws Exception {
    try (ChildJvm child = Puppet.start()) {
      for (String signal : List.of("WINCH", "URG", "CHLD", "CONT")) {
        tell(child, "handle h " + signal, "ok");
        Peer.kill(signal, child.pid());
        child.expect("h SIG" + signal);
        tell(child, "close h", "closed");
        Peer.kill(signal, child.pid());
        fence(child);
        tell(child, "default " + signal, "default");
        Peer.kill(signal, child.pid());
        fence(child);
      }
    }
  }
}
