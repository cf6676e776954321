package dev.signalman.examples;

import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import org.junit.jupiter.api.Test;

class ReceiveSignalTest {
  private static final String LONG = "-Dmillis=3600000";

  @Test
  void signalIsReportedAndCutsTheWaitShort() throws Exception {
    try (ChildJvm program = Example.named("ReceiveSignal").vm(LONG).start()) {
      program.expect("My PID is: " + program.pid(), "Waiting...");
      Peer.kill("USR1", program.pid());
      program.expect("Received: 10", "Waiting...");
      Peer.shKill("USR2", program.pid());
      program.expect("Received: 12", "Waiting...");
    }
  }

  @Test
  void waitsOneTimeAfterTheOther() throws Exception {
    try (ChildJvm program = Example.named("ReceiveSignal").vm("-Dmillis=20").start()) {
      program.expect("My PID is: " + program.pid());
      program.expect("Waiting...", "Waiting...", "Waiting...", "Waiting...");
    }
  }

  @Test
  void ctrlCEndsIt() throws Exception {
    try (ChildJvm terminal = Example.inTerminal("ReceiveSignal").vm(LONG).start()) {
      String pid = terminal.line().replace("pid ", "");
      terminal.expect("My PID is: " + pid, "Waiting...");
      terminal.send("type ^C");
      terminal.send("wait");
      terminal.expect("typed", "exit 130");
    }
  }
}
