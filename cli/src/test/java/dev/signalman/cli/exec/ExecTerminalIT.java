package dev.signalman.cli.exec;

import dev.signalman.cli.TerminalJob;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// `signalman exec` as the job of a shell on a terminal, played by Python.
class ExecTerminalIT {
  /// Starts a program that tells which signals it gets.
  private static TerminalJob receiver(String... options) throws Exception {
    TerminalJob job =
        TerminalJob.start(exec(options, "python3", "-u", TerminalJob.file("/py/signals.py")));
    job.terminal().line(); // ready
    return job;
  }

  @Test
  void controlCReachesTheProgramOnce() throws Exception {
    try (TerminalJob job = receiver()) {
      job.terminal().send("type ^C");
      job.terminal().expect("2");
      Peer.kill("USR1", job.pid());
      job.terminal().expect("10");
      Peer.kill("QUIT", job.pid());
      job.terminal().expect("3", "exited 0");
    }
  }

  @Test
  void controlCReachesAGroupOfItsOwn() throws Exception {
    try (TerminalJob job = receiver("--group")) {
      job.terminal().send("type ^C");
      job.terminal().expect("2", "18"); // CONT follows, for a group that is stopped
      Peer.kill("USR1", job.pid());
      job.terminal().expect("10");
      Peer.kill("QUIT", job.pid());
      job.terminal().expect("3", "exited 0");
    }
  }

  @Test
  void controlCEndsBothBySignal() throws Exception {
    try (TerminalJob job =
        TerminalJob.start(exec(new String[0], "sh", "-c", "echo ready; exec sleep 60"))) {
      job.terminal().expect("ready");
      job.terminal().send("type ^C");
      job.terminal().expect("killed 2");
    }
  }

  /// A group in the background that reads from the terminal is stopped, and a stopped process takes
  /// nothing. timeout(1) continues it, and so does `exec`.
  @Test
  @DisplayName("CMD-02 a stopped group is continued, so that a request to end takes effect")
  void controlCEndsAStoppedGroup() throws Exception {
    String script = "echo $$; read -r line; echo read";
    try (TerminalJob job = TerminalJob.start(exec(new String[] {"--group"}, "sh", "-c", script))) {
      awaitState(Integer.parseInt(job.terminal().line()), "T");
      job.terminal().send("type ^C");
      job.terminal().expect("killed 2");
    }
  }

  @Test
  void controlZStopsBothAndContContinuesBoth() throws Exception {
    for (String[] options : new String[][] {{}, {"--group"}}) {
      try (TerminalJob job =
          TerminalJob.start(exec(options, "sh", "-c", "echo $$; exec sleep 60"))) {
        int program = Integer.parseInt(job.terminal().line());
        job.terminal().send("type ^Z");
        job.terminal().expect("stopped");
        awaitState(job.pid(), "T");
        awaitState(program, "T");
        job.terminal().send("continue");
        awaitState(program, "SR");
        awaitState(job.pid(), "SR");
        Peer.kill("TERM", job.pid());
        job.terminal().expect("killed 15");
      }
    }
  }

  private static String[] exec(String[] options, String... command) {
    List<String> line = new ArrayList<>(List.of("exec"));
    line.addAll(List.of(options));
    line.addAll(List.of(command));
    return line.toArray(String[]::new);
  }

  private static void awaitState(int pid, String states) throws Exception {
    Eventually.until(pid + " is in state " + states, () -> states.indexOf(state(pid)) >= 0);
  }

  private static char state(int pid) throws IOException {
    return ProcFs.process(pid).state();
  }
}
