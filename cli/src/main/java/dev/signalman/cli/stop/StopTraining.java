package dev.signalman.cli.stop;

import dev.signalman.Signal;
import dev.signalman.cli.output.Terminal;
import dev.signalman.loop.EventLoop;
import dev.signalman.process.Child;
import dev.signalman.process.Spawn;
import dev.signalman.process.StopPlan;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// Does the work of `stop` in the build's training run, on processes of its own.
public final class StopTraining {
  private StopTraining() {}

  /// Stops a process or a group.
  ///
  /// @return the exit status of the command
  public static int run(EventLoop loop, Terminal terminal, boolean group)
      throws IOException, InterruptedException {
    Child child = Spawn.of("sleep", "60").newGroup().start();
    StopLog log = new StopLog(terminal, group);
    Stop stop = new Stop(loop, StopPlan.within(Duration.ofSeconds(20)), log);
    stop.listen();
    try {
      return stop.run(List.of(new Aims(group).hold(child.pid())));
    } catch (RefusedException e) {
      log.refused(e.pid(), e.error(), String.valueOf(e.getMessage())); // an older kernel
      child.send(Signal.KILL);
      return 0;
    } finally {
      child.waitFor();
    }
  }
}
