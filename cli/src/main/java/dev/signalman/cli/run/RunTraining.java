package dev.signalman.cli.run;

import dev.signalman.SignalSet;
import dev.signalman.cli.output.Terminal;
import dev.signalman.cli.program.EventLog;
import dev.signalman.cli.program.Program;
import dev.signalman.loop.EventLoop;
import java.io.IOException;
import java.time.Duration;

/// Does the work of `run` in the build's training run, except for the end of the VM.
public final class RunTraining {
  private RunTraining() {}

  /// Runs a program to its end.
  ///
  /// @return the exit status of the command
  public static int run(EventLoop loop, Program program) throws IOException, InterruptedException {
    RunPlan.Passing passing =
        new RunPlan.Passing(false, Rewrites.NONE, SignalSet.none(), SignalSet.none(), false, true);
    RunPlan.Ending ending =
        new RunPlan.Ending(Duration.ofMinutes(1), true, null, ExitMap.NONE, true);
    RunPlan.Duties duties = new RunPlan.Duties(true, null, null, false);
    RunPlan plan = new RunPlan(program.command(), RunPlan.Place.GROUP, passing, ending, duties);
    EventLog log = new EventLog(Terminal.ofProcess(), false);
    return new Run(loop, plan, new OwnVoice(log, false, false, plan.command())).run(program);
  }
}
