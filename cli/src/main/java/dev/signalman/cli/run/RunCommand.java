package dev.signalman.cli.run;

import dev.signalman.cli.command.QuickCommand;
import dev.signalman.cli.output.Terminal;
import dev.signalman.cli.program.Death;
import dev.signalman.cli.program.EventLog;
import dev.signalman.cli.program.NotStartedException;
import dev.signalman.cli.program.Program;
import dev.signalman.loop.EventLoop;
import dev.signalman.process.ExitStatus;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// `signalman run`: runs a program as process 1 of a container does, and ends with its status.
public final class RunCommand implements QuickCommand {
  /// The name of the command.
  public static final String NAME = "run";

  private final Terminal terminal;
  private @Nullable RunDeclaration declaration;
  private @Nullable RunOptions options;

  public RunCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public boolean reads(List<String> arguments) {
    options = RunReader.read(arguments);
    return options != null;
  }

  @Override
  public CommandSpec spec() {
    return declaration().spec();
  }

  private RunDeclaration declaration() {
    RunDeclaration known = declaration;
    if (known == null) {
      known = new RunDeclaration(this);
      declaration = known;
    }
    return known;
  }

  /// The same for every failure, because the program may have the statuses 1 and 2.
  @Override
  public int failureStatus(int usual) {
    return NotStartedException.RUNNER_FAILED;
  }

  @Override
  public int run() throws IOException, InterruptedException {
    RunOptions said = options == null ? declaration().options() : options;
    RunPlan plan = said.plan();
    Voice voice =
        new OwnVoice(
            new EventLog(terminal, said.json()), said.verbose(), said.json(), plan.command());
    Program program = new Program(plan.command());
    // Not closed, except to end by a signal: unread signals would end this process otherwise.
    EventLoop loop = EventLoop.open();
    Run run = new Run(loop, plan, voice);
    int status = run.run(program);
    if (run.status() instanceof ExitStatus.Killed killed && status == killed.shellStatus()) {
      Death.by(killed.number());
    }
    if (run.status() != null) {
      Death.with(status);
    }
    return status;
  }
}
