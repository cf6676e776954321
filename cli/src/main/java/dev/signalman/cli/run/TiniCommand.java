package dev.signalman.cli.run;

import dev.signalman.cli.output.Terminal;
import dev.signalman.internal.init.ThisProcess;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.util.List;

/// `signalman tini`: what tini does, by its command line.
public final class TiniCommand extends DropIn {
  /// The name of the command.
  public static final String NAME = "tini";

  public TiniCommand(Terminal terminal) {
    super(
        terminal,
        NAME,
        "Takes the place of tini: its options, its variables, its messages and its statuses.");
  }

  @Override
  Reading read(List<String> arguments) {
    return TiniOptions.read(arguments, System.getenv(), ThisProcess.pid());
  }

  /// With a stream of its own for standard output, whose failures are no reason to fail.
  @Override
  Voice voice(Reading.Run run) {
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true);
    return new TiniVoice(out, terminal.err(), ThisProcess.pid(), run);
  }
}
