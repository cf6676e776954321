package dev.signalman.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// The command line's entry point; the commands are its subcommands.
public final class Main {
  private Main() {}

  /// Runs one command and exits with its status: 0 for success, 1 for failure, 2 for wrong usage.
  ///
  /// @param args the command and its arguments
  public static void main(String[] args) {
    System.exit(execute(args));
  }

  /// Runs one command.
  ///
  /// @param args the command and its arguments
  /// @return its exit status
  static int execute(String... args) {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(null).name("signalman");
    spec.addSubcommand("list", ListCommand.spec());
    return new CommandLine(spec).execute(args);
  }
}
