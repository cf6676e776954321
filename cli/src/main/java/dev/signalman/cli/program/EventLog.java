package dev.signalman.cli.program;

import dev.signalman.cli.output.Terminal;
import dev.signalman.cli.text.ClockText;
import dev.signalman.cli.text.Json;
import dev.signalman.cli.text.Printable;
import java.time.Instant;
import java.util.function.Consumer;

/// What a command that runs others has to say, on standard error: standard output is theirs. Either
/// lines for people or an object for each event.
public final class EventLog {
  private final Terminal terminal;
  private final boolean asJson;
  private final Json json = new Json();
  private final ClockText clock = ClockText.iso();

  public EventLog(Terminal terminal, boolean asJson) {
    this.terminal = terminal;
    this.asJson = asJson;
  }

  /// Something that programs want to know.
  ///
  /// @param details adds what belongs to it
  public void event(String name, Consumer<Json> details) {
    if (asJson) {
      json.clear().beginObject().key("event").value(name);
      details.accept(json);
      json.key("time").value(clock.of(Instant.now())).endObject();
      terminal.err().println(json.text());
    }
  }

  /// Whether an event was to be written, and standard error did not take all of it.
  public boolean hasLost() {
    return asJson && terminal.err().checkError();
  }

  /// Something that people want to know.
  public void note(String line) {
    if (!asJson) {
      terminal.error(Printable.of(line));
    }
  }

  /// Something that could not be done.
  public void error(Exception e) {
    terminal.error(Printable.of(String.valueOf(e.getMessage())));
  }
}
