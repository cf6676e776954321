package dev.signalman.cli.command;

import picocli.CommandLine.Model.CommandSpec;

/// One command of the program.
///
/// Arguments are declared by calls, not by annotations: reading annotations took half of the
/// start-up time (`docs/decisions/0003-command-line.md`).
public interface Subcommand {
  /// Exit status of a command that could not do what it was asked.
  int FAILURE = 1;

  /// Exit status for arguments that make no sense.
  int USAGE = 2;

  /// Name, arguments and help.
  CommandSpec spec();

  /// Does it, once its arguments are there.
  ///
  /// @return the exit status
  /// @throws picocli.CommandLine.ParameterException if the arguments do not go together
  int run() throws Exception;

  /// The exit status that tells that the command failed.
  ///
  /// @param usual what most commands end with then: [#FAILURE] or [#USAGE]
  default int failureStatus(int usual) {
    return usual;
  }
}
