package dev.signalman.cli;

import dev.signalman.cli.command.Options;
import dev.signalman.cli.command.QuickCommand;
import dev.signalman.cli.command.RawArguments;
import dev.signalman.cli.command.RawCommand;
import dev.signalman.cli.command.Subcommand;
import dev.signalman.cli.output.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// The program `signalman`: finds the requested command, runs it, and turns a failure into one line
/// and an exit status.
public final class Main {
  private Main() {}

  /// Runs one command and exits with its status: 0 for success, 1 for failure, 2 for wrong usage.
  ///
  /// @param args the command and its arguments
  public static void main(String[] args) {
    int status = run(Terminal.ofProcess(), RawArguments.of(args));
    // After success no thread keeps the VM alive. An exit would look for a logger first.
    if (status != 0) {
      System.exit(status);
    }
  }

  /// Runs one command.
  ///
  /// @return its exit status
  static int run(Terminal terminal, String... args) {
    Failures failures = new Failures(terminal, null);
    try {
      List<Subcommand> commands = Commands.named(args.length == 0 ? "" : args[0], terminal);
      if (commands.size() == 1) {
        failures = new Failures(terminal, commands.getFirst());
      }
      int status = run(terminal, commands, args);
      terminal.out().flush();
      return status;
    } catch (ParameterException e) {
      return failures.usage(e);
    } catch (Throwable e) {
      return failures.failure(e);
    }
  }

  private static int run(Terminal terminal, List<Subcommand> commands, String... args)
      throws Exception {
    if (commands.size() == 1) {
      List<String> arguments = List.of(args).subList(1, args.length);
      Subcommand command = commands.getFirst();
      if (command instanceof RawCommand raw) {
        return raw.run(arguments);
      }
      if (command instanceof QuickCommand quick && quick.reads(arguments)) {
        return command.run();
      }
    }
    return execute(commandLine(terminal, commands), terminal, args);
  }

  private static int execute(CommandLine commandLine, Terminal terminal, String... args)
      throws Exception {
    ParseResult parsed = commandLine.parseArgs(args);
    StringWriter help = new StringWriter();
    commandLine.setOut(new PrintWriter(help));
    if (CommandLine.executeHelpRequest(parsed) != null) {
      terminal.out().text(help.getBuffer());
      return 0;
    }
    if (!parsed.hasSubcommand()) {
      String known = String.join(", ", commandLine.getSubcommands().keySet());
      throw new ParameterException(commandLine, "no command given: write one of " + known);
    }
    return ((Subcommand) parsed.subcommand().commandSpec().userObject()).run();
  }

  /// Reads the arguments of these commands.
  static CommandLine commandLine(Terminal terminal, List<Subcommand> commands) {
    CommandSpec root = CommandSpec.create().name("signalman").version(Version.line());
    root.usageMessage()
        .description("Receives, sends and inspects Unix signals.")
        .footer(
            "",
            "Exit status: 0 success, 1 failure, 2 wrong usage; exec, run and every --count end with the"
                + " status of the program.",
            "signalman COMMAND --help tells more about a command.");
    root.addOption(Options.help());
    root.addOption(Options.version());
    for (Subcommand command : commands) {
      CommandSpec spec = command.spec();
      root.addSubcommand(spec.name(), spec);
    }
    return new CommandLine(root)
        .setExpandAtFiles(false)
        .setColorScheme(Help.defaultColorScheme(terminal.colour() ? Ansi.ON : Ansi.OFF));
  }
}
