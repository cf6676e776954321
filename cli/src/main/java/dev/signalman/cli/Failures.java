package dev.signalman.cli;

import dev.signalman.PosixException;
import dev.signalman.ReservedSignalException;
import dev.signalman.SignalClaimedException;
import dev.signalman.cli.command.Options;
import dev.signalman.cli.command.Subcommand;
import dev.signalman.cli.output.OutputException;
import dev.signalman.cli.output.Terminal;
import dev.signalman.cli.program.NotStartedException;
import dev.signalman.cli.text.Printable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Reports a failure in one line. With `SIGNALMAN_DEBUG=1` in the environment the stack trace
/// follows.
final class Failures {
  /// Exit status when standard output is a pipe that nobody reads any more. Shells show it for a
  /// program that PIPE has ended. The VM cannot die of PIPE.
  static final int READER_GONE = 128 + 13;

  private final Terminal terminal;
  private final @Nullable Subcommand command;

  /// @param command the requested command, or null if it is not known
  Failures(Terminal terminal, @Nullable Subcommand command) {
    this.terminal = terminal;
    this.command = command;
  }

  private int status(int usual) {
    return command == null ? usual : command.failureStatus(usual);
  }

  /// Reports wrong arguments.
  int usage(ParameterException e) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    terminal.error(oneLine(words(e)) + " (" + command + " --help)");
    return status(Subcommand.USAGE);
  }

  private static String words(ParameterException e) {
    // An unknown option is reported first: it may be the reason why another argument is missing.
    for (String argument : e.getCommandLine().getUnmatchedArguments()) {
      if (Options.isLike(argument)) {
        return Options.unknown(argument);
      }
    }
    if (e.getCause() instanceof TypeConversionException refused) {
      return String.valueOf(refused.getMessage()); // our own message; picocli would add internals
    }
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      return unmatched(unmatched);
    }
    String message = String.valueOf(e.getMessage());
    return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
  }

  private static String unmatched(UnmatchedArgumentException e) {
    String first = '"' + e.getUnmatched().getFirst() + '"';
    if (e.isUnknownOption()) {
      return Options.unknown(e.getUnmatched().getFirst());
    }
    boolean command = !e.getCommandLine().getSubcommands().isEmpty();
    return (command ? "unknown command " : "unexpected argument ") + first;
  }

  /// Reports any other failure.
  int failure(Throwable e) {
    if (e instanceof OutputException output && output.readerGone()) {
      return READER_GONE;
    }
    if (!(e instanceof OutputException)) {
      flush(e);
    }
    String line =
        switch (e) {
          case PosixException posix -> posix.getMessage();
          case ReservedSignalException reserved -> reserved.getMessage();
          case SignalClaimedException claimed -> claimed.getMessage();
          case IOException io -> io.getMessage();
          case UncheckedIOException io -> io.getMessage();
          case UnsupportedOperationException unsupported -> unsupported.getMessage();
          case IllegalStateException state -> state.getMessage();
          default -> "internal error, SIGNALMAN_DEBUG=1 shows where: " + e;
        };
    terminal.err().println("signalman: " + oneLine(String.valueOf(line)));
    if ("1".equals(System.getenv("SIGNALMAN_DEBUG"))) {
      e.printStackTrace(terminal.err());
    }
    if (e instanceof NotStartedException notStarted
        && notStarted.status() != NotStartedException.RUNNER_FAILED) {
      return notStarted.status();
    }
    return status(e instanceof ReservedSignalException ? Subcommand.USAGE : Subcommand.FAILURE);
  }

  /// The output from before the failure is shown first.
  private void flush(Throwable e) {
    try {
      terminal.out().flush();
    } catch (OutputException lost) {
      e.addSuppressed(lost);
    }
  }

  private static String oneLine(String text) {
    return Printable.of(text.replaceAll("\\s*\\R\\s*", "; "));
  }
}
