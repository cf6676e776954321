package dev.signalman.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command line's entry point; the commands are its subcommands.
@Command(name = "signalman", mixinStandardHelpOptions = true, version = "signalman 0.1.0-SNAPSHOT")
public final class Main {
  private Main() {}

  /// Runs one command and exits with its status: 0 for success, 1 for failure, 2 for wrong usage.
  ///
  /// @param args the command and its arguments
  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }

  @Command(description = "Lists the signals.")
  int list() {
    System.out.println("no signals known yet");
    return 0;
  }
}
