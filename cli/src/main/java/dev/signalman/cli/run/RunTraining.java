package dev.signalman.cli.run;

import dev.signalman.Errno;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.cli.output.Terminal;
import dev.signalman.cli.program.Death;
import dev.signalman.cli.program.EventLog;
import dev.signalman.cli.program.Program;
import dev.signalman.cli.program.Relay;
import dev.signalman.loop.EventLoop;
import dev.signalman.process.Child;
import dev.signalman.process.ExitStatus;
import dev.signalman.process.Orphan;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Does the work of `run` in the build's training run, except for the end of the VM.
public final class RunTraining {
  private static final ExitStatus ENDED = new ExitStatus.Exited(0, null);

  private RunTraining() {}

  /// The other voices, without anything that they could tell of.
  private static void listen(RunPlan plan) {
    Reading.Run run = new Reading.Run(plan, 0, false, List.of());
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    Voice[] voices = {new TiniVoice(nowhere, nowhere, 0, run), new DumbInitVoice(nowhere, run)};
    for (Voice voice : voices) {
      voice.notAdopting();
      voice.leftTerminal(new Errno(25), false);
      voice.received(SignalInfo.of(Signal.TERM, 1, 0));
      voice.passed(null, Signal.TERM, Signal.TERM, false, Relay.Result.SENT);
      voice.orphan(new Orphan(1, "", ENDED));
      voice.over(0, 0);
    }
  }

  /// The end of a program whose status is late: then other threads look after it.
  ///
  /// @return the exit status of the program
  public static int awaitLateStatus(EventLoop loop, Program program)
      throws IOException, InterruptedException {
    Child child = program.start(how -> how);
    loop.onExit(child, _ -> loop.stop());
    try {
      int status = child.onExit().get(1, TimeUnit.MINUTES).shellStatus();
      loop.run();
      return status;
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException(e);
    }
  }

  /// Runs a program to its end.
  ///
  /// @return the exit status of the command
  public static int run(EventLoop loop, Program program) throws IOException, InterruptedException {
    Death.by(Signal.QUIT.number()); // which would leave a core file, so that nothing happens
    Rewrites rewrites = Rewrites.NONE.with(Signal.USR1, Signal.USR2);
    RunPlan.Passing passing =
        new RunPlan.Passing(false, rewrites, SignalSet.none(), SignalSet.none(), false, true);
    RunPlan.Ending ending =
        new RunPlan.Ending(Duration.ofMinutes(1), true, null, ExitMap.NONE, true);
    RunPlan.Duties duties = new RunPlan.Duties(true, null, null, false);
    RunPlan plan = new RunPlan(program.command(), RunPlan.Place.GROUP, passing, ending, duties);
    EventLog log = new EventLog(Terminal.ofProcess(), false);
    listen(plan);
    return new Run(loop, plan, new OwnVoice(log, false, false, plan.command())).run(program);
  }
}
