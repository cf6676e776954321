package dev.signalman.cli.command;

import java.util.List;

/// A command that reads usual arguments itself, because picocli would take a tenth of its start for
/// that. It leaves all others to picocli, which knows the help and what is wrong with them.
public interface QuickCommand extends Subcommand {
  /// Reads arguments for [#run].
  ///
  /// @param arguments those after its name
  /// @return false if they are to be read with [#spec]
  boolean reads(List<String> arguments);
}
