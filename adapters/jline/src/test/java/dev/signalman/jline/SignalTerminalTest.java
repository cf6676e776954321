package dev.signalman.jline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.jline.Pty.JLine;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import java.util.List;
import org.jline.terminal.TerminalBuilder;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// A terminal of JLine on a pseudoterminal, with the newest and the oldest JLine that is supported.
class SignalTerminalTest {
  private static final int ROUNDS = 20;

  private static long pid(ChildJvm child) throws InterruptedException {
    String line = Pty.await(child, "pid ");
    return Long.parseLong(line.substring(line.indexOf("pid ") + 4).strip());
  }

  /// Exactly these lines come next, in any order: a signal too many would come among them, or among
  /// the next ones.
  private static void expectBoth(ChildJvm child, Signal signal) throws InterruptedException {
    assertThat(List.of(child.line(), child.line()))
        .containsExactlyInAnyOrder("jline " + signal, "ours " + signal);
  }

  @ParameterizedTest
  @CsvSource({
    "USUAL, terminal-first",
    "USUAL, claim-first",
    "OLDEST, terminal-first",
    "OLDEST, claim-first"
  })
  @DisplayName(
      "JLINE-01: Ctrl-C, Ctrl-Z, CONT and a new size reach the terminal's handler and the other"
          + " receiver once each, in both orders; JLINE-02: after close each has the action of before")
  void bothReceive(JLine jline, String order) throws Exception {
    try (ChildJvm child = jline.start(BothReceive.class, order)) {
      long pid = pid(child);
      assertThat(Pty.await(child, "ready on ")).doesNotContain("dumb");
      for (int i = 1; i <= ROUNDS; i++) {
        child.send("type 3");
        expectBoth(child, Signal.INT);
        child.send("type 26");
        expectBoth(child, Signal.TSTP);
        Peer.kill("CONT", pid);
        expectBoth(child, Signal.CONT);
        child.send("size 30 " + (100 + i));
        expectBoth(child, Signal.WINCH);
      }
      Peer.kill("USR1", pid);
      Pty.await(child, "closed");
      Peer.kill("INT", pid);
      assertThat(Pty.await(child, "INT")).endsWith("ours INT");
      Peer.kill("USR1", pid);
      child.expect("restored");
      child.expectExit(0);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"USUAL", "OLDEST"})
  @DisplayName(
      "JLINE-03: Ctrl-C interrupts readLine; JLINE-04: outside of it, it ends the program with its"
          + " shutdown hooks")
  void atAPrompt(JLine jline) throws Exception {
    try (ChildJvm child = jline.start(Prompt.class)) {
      pid(child);
      for (int i = 0; i < 2; i++) {
        Pty.await(child, "reading");
        child.send("type 3");
        Pty.await(child, "interrupted");
      }
      Pty.await(child, "no longer");
      child.send("type 3");
      Pty.await(child, "hook");
      child.expectExit(130);
    }
  }

  @Test
  @DisplayName(
      "JLINE-05: a signal that another receiver has for itself: the message names the adapter, the"
          + " signal, its owner and the way out; what was claimed is released")
  void aSignalIsClaimed() throws Exception {
    try (ChildJvm child = JLine.USUAL.start(Refused.class, "claimed")) {
      assertThat(Pty.await(child, "refused"))
          .contains("signalman-jline: the terminal cannot get SIGINT: ", "SelfPipe")
          .contains("SignalTerminal.open(builder, signals)");
      Pty.await(child, "other open true");
      assertThat(Pty.await(child, "WINCH")).endsWith("WINCH default");
    }
  }

  @Test
  @DisplayName("JLINE-06: a JLine that is too old is refused, with the version to take")
  void jlineIsTooOld() throws Exception {
    try (ChildJvm child = JLine.TOO_OLD.start(Refused.class, "version")) {
      assertThat(Pty.await(child, "refused"))
          .contains("signalman-jline needs JLine 4.3 or newer", "update org.jline:jline");
    }
  }

  @Test
  @DisplayName("JLINE-07: without native access the message has the option that is missing")
  void nativeAccessIsDenied() throws Exception {
    try (ChildJvm child = ChildJvm.of(Refused.class).args("access").denyNativeAccess().start()) {
      assertThat(Pty.await(child, "refused"))
          .contains("signalman-jline: the terminal gets no signals: ", "--enable-native-access");
    }
  }

  @Test
  void signalsThatJLineDoesNotKnow() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            SignalTerminal.open(TerminalBuilder.builder(), SignalSet.of(Signal.INT, Signal.HUP)))
        .withMessageContaining("signalman-jline: a terminal of JLine knows no [HUP]")
        .withMessageContaining("Signals.handle");
  }
}
