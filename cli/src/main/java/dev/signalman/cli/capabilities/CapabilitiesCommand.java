package dev.signalman.cli.capabilities;

import dev.signalman.Capabilities;
import dev.signalman.Capabilities.Promise;
import dev.signalman.cli.command.Options;
import dev.signalman.cli.command.Subcommand;
import dev.signalman.cli.output.Terminal;
import dev.signalman.cli.text.Json;
import dev.signalman.signal.Signals;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// `signalman capabilities`: what works here, and what on other platforms.
public final class CapabilitiesCommand implements Subcommand {
  /// The name of the command.
  public static final String NAME = "capabilities";

  private static final String HERE = "here";

  private final Terminal terminal;
  private final OptionSpec json = Options.flag("--json", "Prints one object instead of a table.");

  public CapabilitiesCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public CommandSpec spec() {
    return Options.command(
            this,
            NAME,
            "Tells in which mode signals reach Java on this machine, and what the library promises"
                + " here and on other platforms.")
        .addOption(json);
  }

  @Override
  public int run() {
    Capabilities here = Signals.capabilities();
    if (json.<Boolean>getValue()) {
      terminal.out().line(json(here));
    } else {
      table(here);
    }
    return 0;
  }

  private void table(Capabilities here) {
    StringBuilder mode = new StringBuilder("mode ").append(here.mode().name());
    if (!here.cause().isEmpty()) {
      mode.append(", because of ").append(here.cause());
    }
    terminal.out().line(mode.toString());
    StringBuilder titles = new StringBuilder(HERE);
    for (Platform platform : Platform.values()) {
      titles.append("  ").append(platform.title());
    }
    terminal.out().line(terminal.bold(titles.toString()));
    for (Promise promise : Promise.values()) {
      terminal.out().line(row(promise, here));
    }
    for (String sentence : here.missing()) {
      terminal.out().line("missing here: " + sentence);
    }
  }

  private static String row(Promise promise, Capabilities here) {
    StringBuilder line = new StringBuilder(100);
    cell(line, here.keeps(promise), HERE.length());
    for (Platform platform : Platform.values()) {
      cell(line, platform.keeps(promise), platform.title().length());
    }
    return line.append(promise.text()).toString();
  }

  private static void cell(StringBuilder line, boolean kept, int width) {
    String word = kept ? "yes" : "no";
    line.append(word).repeat(' ', width - word.length() + 2);
  }

  private static String json(Capabilities here) {
    Json text = new Json().beginObject();
    text.key("mode").value(here.mode().name()).key("cause").value(here.cause());
    text.key("promises").beginArray();
    for (Promise promise : Promise.values()) {
      text.beginObject().key("name").value(promise.name().toLowerCase(Locale.ROOT));
      text.key("text").value(promise.text()).key(HERE).value(here.keeps(promise));
      for (Platform platform : Platform.values()) {
        text.key(platform.key()).value(platform.keeps(promise));
      }
      text.endObject();
    }
    text.endArray().key("missing").values(here.missing());
    return text.endObject().toString();
  }
}
