package dev.signalman.cli;

import picocli.CommandLine.Model.CommandSpec;

/// One command of the program.
///
/// Arguments are declared by calls, not by annotations: reading annotations took half of the
/// start-up time (`docs/decisions/0003-command-line.md`).
interface Subcommand {
  /// Name, arguments and help.
  CommandSpec spec();

  /// Does it, once its arguments are there.
  ///
  /// @return the exit status
  /// @throws picocli.CommandLine.ParameterException if the arguments do not go together
  int run() throws Exception;
}
