package dev.signalman.cli;

import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `signalman exec` as the job of a shell on a terminal, played by Python.
class ExecTerminalIT {
  /// The job, and the pid of the process that the shell started.
  private record Job(ChildProgram terminal, int pid) implements AutoCloseable {
    static Job start(String... command) throws Exception {
      Peer.assumePython();
      List<String> line = new ArrayList<>(List.of("python3", "-u", file("job.py")));
      line.addAll(List.of(Launcher.PATH, "exec"));
      line.addAll(List.of(command));
      ChildProgram terminal = ChildProgram.start(line.toArray(String[]::new));
      String first = terminal.line();
      return new Job(terminal, Integer.parseInt(first.substring(first.lastIndexOf(' ') + 1)));
    }

    /// Starts a program that tells which signals it gets.
    static Job ofReceiver(String... options) throws Exception {
      List<String> line = new ArrayList<>(List.of(options));
      line.addAll(List.of("python3", "-u", file("signals.py")));
      return start(line.toArray(String[]::new));
    }

    int receiver() throws Exception {
      return Integer.parseInt(terminal.line().substring("ready ".length()));
    }

    @Override
    public void close() {
      terminal.close();
    }
  }

  private static String file(String name) throws Exception {
    return Path.of(ExecTerminalIT.class.getResource("/py/" + name).toURI()).toString();
  }

  @Test
  void controlCReachesTheProgramOnce() throws Exception {
    try (Job job = Job.ofReceiver()) {
      job.receiver();
      job.terminal.send("type ^C");
      job.terminal.expect("2");
      Peer.kill("USR1", job.pid);
      job.terminal.expect("10");
      Peer.kill("QUIT", job.pid);
      job.terminal.expect("3", "exited 0");
    }
  }

  @Test
  void controlCReachesAGroupOfItsOwn() throws Exception {
    try (Job job = Job.ofReceiver("--group")) {
      job.receiver();
      job.terminal.send("type ^C");
      job.terminal.expect("2");
      Peer.kill("USR1", job.pid);
      job.terminal.expect("10");
      Peer.kill("QUIT", job.pid);
      job.terminal.expect("3", "exited 0");
    }
  }

  @Test
  void controlCEndsBothBySignal() throws Exception {
    try (Job job = Job.start("sh", "-c", "echo ready; exec sleep 60")) {
      job.terminal.expect("ready");
      job.terminal.send("type ^C");
      job.terminal.expect("killed 2");
    }
  }

  @Test
  void controlZStopsBothAndContinuingGoesOn() throws Exception {
    for (String[] options : new String[][] {{}, {"--group"}}) {
      try (Job job = Job.start(all(options, "sh", "-c", "echo $$; exec sleep 60"))) {
        int program = Integer.parseInt(job.terminal.line());
        job.terminal.send("type ^Z");
        job.terminal.expect("stopped");
        awaitState(job.pid, "T");
        awaitState(program, "T");
        job.terminal.send("continue");
        awaitState(program, "SR");
        awaitState(job.pid, "SR");
        Peer.kill("TERM", job.pid);
        job.terminal.expect("killed 15");
      }
    }
  }

  private static String[] all(String[] options, String... command) {
    List<String> line = new ArrayList<>(List.of(options));
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
