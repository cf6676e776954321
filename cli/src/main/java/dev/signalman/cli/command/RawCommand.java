package dev.signalman.cli.command;

import java.util.List;

/// A command that reads its arguments itself, because it takes the command line of another program.
public interface RawCommand extends Subcommand {
  /// Runs the command.
  ///
  /// @param arguments those after its name
  /// @return the exit status
  int run(List<String> arguments) throws Exception;

  /// Never called: [#run(List)] is.
  @Override
  default int run() {
    throw new IllegalStateException("this command reads its arguments itself");
  }
}
