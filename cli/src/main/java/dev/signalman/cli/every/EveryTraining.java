package dev.signalman.cli.every;

import dev.signalman.cli.output.Terminal;
import dev.signalman.cli.program.EventLog;
import dev.signalman.cli.program.Program;
import dev.signalman.loop.EventLoop;
import dev.signalman.process.StopPlan;
import java.io.IOException;
import java.time.Duration;

/// Does the work of `every` in the build's training run: two runs, a short time apart.
public final class EveryTraining {
  private EveryTraining() {}

  /// Runs a program twice.
  ///
  /// @return the exit status of the command
  public static int run(EventLoop loop, Program program) throws IOException, InterruptedException {
    Every.Plan plan =
        new Every.Plan(
            Duration.ofMillis(50),
            2,
            Every.Overlap.SKIP,
            true,
            StopPlan.within(Duration.ofSeconds(1)));
    EveryLog log = new EveryLog(new EventLog(Terminal.ofProcess(), false));
    Every every = new Every(loop, program, plan, log);
    every.listen();
    return every.run();
  }
}
