package dev.signalman.cli.run;

import dev.signalman.cli.command.RawCommand;
import dev.signalman.cli.output.Terminal;
import dev.signalman.cli.program.Death;
import dev.signalman.cli.program.Program;
import dev.signalman.loop.EventLoop;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/// A command that takes the place of another program, with its command line, its messages and its
/// statuses. A launcher that was called by the name of that program puts the name before the
/// arguments: `tini -s -- CMD` becomes `signalman tini -s -- CMD`.
abstract class DropIn implements RawCommand {
  final Terminal terminal;
  private final String name;
  private final String description;

  DropIn(Terminal terminal, String name, String description) {
    this.terminal = terminal;
    this.name = name;
    this.description = description;
  }

  /// For the list of commands. The arguments are not read with it.
  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name(name);
    spec.usageMessage().description(description);
    return spec;
  }

  /// The status of a failure of this process, if the program itself has none.
  @Override
  public int failureStatus(int usual) {
    return FAILURE;
  }

  abstract Reading read(List<String> arguments);

  abstract Voice voice(Reading.Run run);

  @Override
  public int run(List<String> arguments) throws IOException, InterruptedException {
    Reading reading = read(arguments);
    if (reading instanceof Reading.Text text) {
      show(text);
      return text.status();
    }
    Reading.Run run = (Reading.Run) reading;
    for (String note : run.notes()) {
      terminal.err().println(note);
    }
    // Not closed: signals that came after the end would end this process with another status.
    EventLoop loop = EventLoop.open();
    Run program = new Run(loop, run.plan(), voice(run));
    int status = program.run(new Program(run.plan().command()));
    if (program.status() != null) {
      Death.with(status);
    }
    return status;
  }

  private void show(Reading.Text text) {
    if (text.toError()) {
      terminal.err().print(text.text());
      terminal.err().flush();
    } else {
      terminal.out().text(text.text());
    }
  }
}
