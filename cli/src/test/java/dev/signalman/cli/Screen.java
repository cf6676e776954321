package dev.signalman.cli;

import dev.signalman.cli.output.Output;
import dev.signalman.cli.output.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A terminal for tests, which keeps what is written to it.
public final class Screen {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Terminal terminal;

  private Screen(boolean colour, boolean hints) {
    PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
    terminal = new Terminal(new Output(out, () -> false), errors, colour, hints);
  }

  public static Screen plain() {
    return new Screen(false, false);
  }

  public static Screen coloured() {
    return new Screen(true, true);
  }

  public Terminal terminal() {
    return terminal;
  }

  /// What has reached the reader of standard output.
  public String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  public List<String> lines() {
    return out().lines().toList();
  }

  public List<String> errors() {
    return err.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
