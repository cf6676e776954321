package dev.signalman.cli;

import dev.signalman.cli.capabilities.CapabilitiesCommand;
import dev.signalman.cli.command.Subcommand;
import dev.signalman.cli.completion.CompletionCommand;
import dev.signalman.cli.every.EveryCommand;
import dev.signalman.cli.exec.ExecCommand;
import dev.signalman.cli.inspect.InspectCommand;
import dev.signalman.cli.list.ListCommand;
import dev.signalman.cli.output.Terminal;
import dev.signalman.cli.run.DumbInitCommand;
import dev.signalman.cli.run.RunCommand;
import dev.signalman.cli.run.TiniCommand;
import dev.signalman.cli.send.SendCommand;
import dev.signalman.cli.stop.StopCommand;
import dev.signalman.cli.watch.WatchCommand;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The list of commands. Main, the help and the completion script read it, and a test compares the
/// manual pages with it.
final class Commands {
  private Commands() {}

  /// All commands, in the order in which the help shows them.
  static List<Subcommand> all(Terminal terminal) {
    return list(null, terminal);
  }

  /// Only the command with that name, because declaring a command takes about a millisecond. All
  /// commands if no command has that name, and for `completion`, which needs all of them.
  static List<Subcommand> named(String name, Terminal terminal) {
    List<Subcommand> one = list(name, terminal);
    return one.isEmpty() ? all(terminal) : one;
  }

  /// @param only the name of the requested command, or null for all
  private static List<Subcommand> list(@Nullable String only, Terminal terminal) {
    List<Subcommand> commands = new ArrayList<>();
    if (isWanted(ListCommand.NAME, only)) {
      commands.add(new ListCommand(terminal));
    }
    if (isWanted(InspectCommand.NAME, only)) {
      commands.add(new InspectCommand(terminal));
    }
    if (isWanted(SendCommand.NAME, only)) {
      commands.add(new SendCommand(terminal));
    }
    if (isWanted(StopCommand.NAME, only)) {
      commands.add(new StopCommand(terminal));
    }
    if (isWanted(WatchCommand.NAME, only)) {
      commands.add(new WatchCommand(terminal));
    }
    if (isWanted(ExecCommand.NAME, only)) {
      commands.add(new ExecCommand(terminal));
    }
    if (isWanted(EveryCommand.NAME, only)) {
      commands.add(new EveryCommand(terminal));
    }
    if (isWanted(RunCommand.NAME, only)) {
      commands.add(new RunCommand(terminal));
    }
    if (isWanted(TiniCommand.NAME, only)) {
      commands.add(new TiniCommand(terminal));
    }
    if (isWanted(DumbInitCommand.NAME, only)) {
      commands.add(new DumbInitCommand(terminal));
    }
    if (isWanted(CapabilitiesCommand.NAME, only)) {
      commands.add(new CapabilitiesCommand(terminal));
    }
    if (only == null) {
      commands.add(new CompletionCommand(terminal));
    }
    return commands;
  }

  private static boolean isWanted(String name, @Nullable String only) {
    return only == null || only.equals(name);
  }
}
