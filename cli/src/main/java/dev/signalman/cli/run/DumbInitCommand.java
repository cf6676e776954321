package dev.signalman.cli.run;

import dev.signalman.cli.output.Terminal;
import java.util.List;

/// `signalman dumb-init`: what dumb-init does, by its command line.
public final class DumbInitCommand extends DropIn {
  /// The name of the command.
  public static final String NAME = "dumb-init";

  public DumbInitCommand(Terminal terminal) {
    super(
        terminal,
        NAME,
        "Takes the place of dumb-init: its options, its variables, its messages and its statuses.");
  }

  @Override
  Reading read(List<String> arguments) {
    return DumbInitOptions.read(arguments, System.getenv());
  }

  @Override
  Voice voice(Reading.Run run) {
    return new DumbInitVoice(terminal.err(), run);
  }
}
