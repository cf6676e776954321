package dev.signalman.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Beside a terminal of JLine's that handles signals by machine code of its own, on a
/// pseudoterminal.
class JLineTest {
  private static final List<Signal> BOTH = List.of(Signal.WINCH, Signal.INT);

  /// Runs a program on a new terminal, whose output and input are its own.
  private static final String ON_A_TERMINAL =
      "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))";

  @BeforeAll
  static void python() {
    Peer.assumePython();
  }

  private static ChildJvm start(Class<?> program) throws IOException {
    return ChildJvm.of(program).prefix("python3", "-c", ON_A_TERMINAL).start();
  }

  @Test
  @DisplayName(
      "JVM-24: signals that a JLine terminal handles can be claimed, and are restored at close")
  void terminalFirst() throws Exception {
    try (ChildJvm child = start(TerminalFirst.class)) {
      long pid = Long.parseLong(child.line());
      child.line(); // what JLine asks the terminal
      child.expect("JLine's: true");
      for (Signal signal : BOTH) {
        Peer.kill(signal.name(), pid);
        child.expect("jline " + signal);
      }
      Peer.kill("USR1", pid);
      child.expect("claimed");
      for (int i = 0; i < 20; i++) {
        for (Signal signal : BOTH) {
          Peer.kill(signal.name(), pid);
          child.expect("ours " + signal);
        }
      }
      Peer.kill("USR1", pid);
      child.expect("closed");
      for (Signal signal : BOTH) {
        Peer.kill(signal.name(), pid);
        child.expect("jline " + signal);
      }
    }
  }

  @Test
  @DisplayName("JVM-24: a JLine terminal that is opened later is reported; its handlers stay")
  void claimFirst() throws Exception {
    try (ChildJvm child = start(ClaimFirst.class)) {
      long pid = Long.parseLong(child.line());
      child.line(); // what JLine asks the terminal
      assertThat(List.of(child.line(), child.line()))
          .containsExactlyInAnyOrder(
              "told INT, most likely JLine, received false",
              "told WINCH, most likely JLine, received true");
      child.expect("ready");
      for (int i = 0; i < 20; i++) {
        Peer.kill("WINCH", pid);
        child.expect("ours WINCH");
      }
      Peer.kill("USR1", pid);
      child.expect("closed");
      for (Signal signal : BOTH) {
        Peer.kill(signal.name(), pid);
        child.expect("jline " + signal);
      }
      Peer.kill("USR1", pid);
      child.expect("claimed");
      for (Signal signal : BOTH) {
        Peer.kill(signal.name(), pid);
        child.expect("ours " + signal);
      }
    }
  }

  private static Terminal terminal() throws IOException {
    Terminal terminal =
        TerminalBuilder.builder()
            .system(true)
            .provider("ffm")
            .nativeSignals(true)
            .signalHandler(signal -> System.out.println("jline " + signal))
            .build();
    System.out.println();
    return terminal;
  }

  private static SignalRegistration claim() {
    return Signals.handle(
        SignalSet.copyOf(BOTH), info -> System.out.println("ours " + info.signal()));
  }

  static final class TerminalFirst {
    private TerminalFirst() {}

    public static void main(String[] args) throws Exception {
      System.out.println(ProcessHandle.current().pid());
      try (Terminal _ = terminal();
          SelfPipe next = SelfPipe.open(Signal.USR1)) {
        System.out.println("JLine's: " + BOTH.stream().allMatch(JLineTest::isJLines));
        next.take();
        try (SignalRegistration _ = claim()) {
          System.out.println("claimed");
          next.take();
        }
        System.out.println("closed");
        Thread.sleep(Long.MAX_VALUE);
      }
    }
  }

  static final class ClaimFirst {
    private ClaimFirst() {}

    public static void main(String[] args) throws Exception {
      System.out.println(ProcessHandle.current().pid());
      Semaphore told = new Semaphore(0);
      Signals.onReplaced(replaced -> {
        String owner = replaced.by() instanceof Disposition.Native by ? by.owner() : "?";
        System.out.println(
            "told " + replaced.signal() + ", " + owner + ", received " + replaced.received());
        told.release();
      });
      try (SelfPipe next = SelfPipe.open(Signal.USR1)) {
        SignalRegistration ours = claim();
        try (Terminal _ = terminal()) {
          Signals.capabilities(); // looks
          told.acquire(2);
          System.out.println("ready");
          next.take();
          ours.close();
          System.out.println("closed");
          next.take();
          try (SignalRegistration _ = claim()) {
            System.out.println("claimed");
            next.take();
          }
        }
      }
    }
  }

  private static boolean isJLines(Signal signal) {
    return Signals.disposition(signal) instanceof Disposition.Native by
        && by.owner().equals("most likely JLine");
  }
}
