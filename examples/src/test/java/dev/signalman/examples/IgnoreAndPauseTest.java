package dev.signalman.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import org.junit.jupiter.api.Test;

class IgnoreAndPauseTest {
  private static final int INT = 2;

  @Test
  void intDoesNothingAndUsr1Exits() throws Exception {
    try (ChildJvm program = Example.named("IgnoreAndPause").start()) {
      program.expect("My PID is: " + program.pid());
      assertThat(ProcFs.process(program.pid()).ignored().get(INT)).isTrue();
      Peer.kill("INT", program.pid());
      Peer.kill("USR1", program.pid());
      program.expectExit(1);
      assertThat(program.errors()).containsExactly("Exiting");
    }
  }

  @Test
  void ctrlCDoesNothing() throws Exception {
    try (ChildJvm terminal = Example.inTerminal("IgnoreAndPause").start()) {
      String pid = terminal.line().replace("pid ", "");
      terminal.expect("My PID is: " + pid);
      terminal.send("type ^C");
      terminal.expect("typed");
      // The VM answers it with a thread dump, in the same thread that would have seen to an INT.
      Peer.kill("QUIT", Long.parseLong(pid));
      awaitLine(terminal, " class space "); // its last
      Peer.kill("USR1", Long.parseLong(pid));
      awaitLine(terminal, "Exiting");
      terminal.send("wait");
      awaitLine(terminal, "exit 1");
    }
  }

  private static void awaitLine(ChildJvm terminal, String part) throws Exception {
    Eventually.until(part, () -> terminal.line().contains(part));
  }
}
