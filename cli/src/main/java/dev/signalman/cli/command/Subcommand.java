package dev.signalman.cli.command;

import picocli.CommandLine.Model.CommandSpec;

/// One command of the program.
///
/// Arguments are declared by calls, not by annotations, because annotations make the start slow
/// (`docs/decisions/0003-command-line.md`).
public interface Subcommand {
  /// Exit status of a command that failed.
  int FAILURE = 1;

  /// Exit status for wrong arguments.
  int USAGE = 2;

  /// Name, arguments and help.
  CommandSpec spec();

  /// Runs the command, after its arguments were read.
  ///
  /// @return the exit status
  /// @throws picocli.CommandLine.ParameterException if the arguments contradict each other
  int run() throws Exception;

  /// This command's exit status for a failure.
  ///
  /// @param usual the status of most commands: [#FAILURE] or [#USAGE]
  default int failureStatus(int usual) {
    return usual;
  }
}
