package dev.signalman.cli.run;

import java.util.List;

/// The result of reading a command line in the manner of another program.
sealed interface Reading {
  /// A program is to be run.
  ///
  /// @param verbosity the amount of output: for tini 0 to 4, for dumb-init 0 or 1
  /// @param warnsOfOrphans whether each orphan that is waited for is reported
  /// @param notes lines for standard error, before anything else
  record Run(RunPlan plan, int verbosity, boolean warnsOfOrphans, List<String> notes)
      implements Reading {}

  /// A text is to be shown, and nothing is run.
  ///
  /// @param text with the ends of its lines
  /// @param toError whether it is for standard error
  record Text(String text, boolean toError, int status) implements Reading {}
}
