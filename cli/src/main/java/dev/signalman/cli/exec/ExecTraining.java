package dev.signalman.cli.exec;

import dev.signalman.Signal;
import dev.signalman.cli.output.Terminal;
import dev.signalman.cli.proc.Jobs;
import dev.signalman.cli.program.EventLog;
import dev.signalman.cli.program.Program;
import dev.signalman.loop.EventLoop;
import java.io.IOException;
import java.time.Duration;

/// Does the work of `exec` in the build's training run, except for the end of the VM.
public final class ExecTraining {
  private ExecTraining() {}

  /// Runs a program to its end.
  ///
  /// @return the status that a shell shows of the program
  public static int run(EventLoop loop, Program program) throws IOException, InterruptedException {
    Exec.Limits limits = new Exec.Limits(Duration.ofMinutes(1), Signal.TERM, null, false, null);
    EventLog log = new EventLog(Terminal.ofProcess(), false);
    Exec.Outcome outcome = new Exec(loop, limits, log).run(program);
    boolean _ = Jobs.hasTerminal(); // the command asks this when a program ends
    ExecCommand.tell(log, outcome, 0);
    return outcome.status().shellStatus();
  }
}
