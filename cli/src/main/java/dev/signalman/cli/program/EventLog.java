package dev.signalman.cli.program;

import dev.signalman.cli.output.Terminal;
import dev.signalman.cli.text.ClockText;
import dev.signalman.cli.text.Json;
import dev.signalman.cli.text.Printable;
import java.time.Instant;
import java.util.function.Consumer;

/// The messages of a command that runs other programs: either lines for people or a JSON object for
/// each event. They go to standard error, because standard output belongs to the programs.
public final class EventLog {
  private final Terminal terminal;
  private final boolean asJson;
  private final Json json = new Json();
  private final ClockText clock = ClockText.iso();

  public EventLog(Terminal terminal, boolean asJson) {
    this.terminal = terminal;
    this.asJson = asJson;
  }

  /// Writes an event for programs, with `--json`.
  ///
  /// @param details adds the members of the event
  public void event(String name, Consumer<Json> details) {
    if (asJson) {
      json.clear().beginObject().key("event").value(name);
      details.accept(json);
      json.key("time").value(clock.of(Instant.now())).endObject();
      terminal.err().println(json.text());
    }
  }

  /// Whether an event could not be written whole.
  public boolean hasLost() {
    return asJson && terminal.err().checkError();
  }

  /// Writes a line for people, without `--json`.
  public void note(String line) {
    if (!asJson) {
      terminal.error(Printable.of(line));
    }
  }

  /// Writes a line about a failure.
  public void error(Exception e) {
    terminal.error(Printable.of(String.valueOf(e.getMessage())));
  }
}
