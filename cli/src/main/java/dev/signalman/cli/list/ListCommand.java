package dev.signalman.cli.list;

import dev.signalman.Ownership;
import dev.signalman.Signal;
import dev.signalman.cli.command.Options;
import dev.signalman.cli.command.Subcommand;
import dev.signalman.cli.output.Terminal;
import dev.signalman.cli.text.Json;
import dev.signalman.cli.text.SignalNumbers;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// `signalman list`: every signal, its default action, and its user in a Java process.
public final class ListCommand implements Subcommand {
  /// The name of the command.
  public static final String NAME = "list";

  private final Terminal terminal;
  private final OptionSpec json =
      Options.flag("--json", "Prints an array of objects instead of a table.");

  public ListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public CommandSpec spec() {
    return Options.command(
            this,
            NAME,
            "Lists every signal: its default action, who uses it in a Java process, and whether a"
                + " program can claim it there.")
        .addOption(json);
  }

  /// One row.
  private record Row(
      int number, String name, String action, String description, Ownership ownership) {

    static Row of(int number) {
      Signal signal = SignalNumbers.signal(number);
      return new Row(
          number,
          SignalNumbers.name(number),
          lower(signal == null ? Signal.DefaultAction.TERMINATE : signal.defaultAction()),
          Signal.description(number),
          ownership(signal));
    }

    private static Ownership ownership(@Nullable Signal signal) {
      return signal == null ? SignalNumbers.KEPT : Ownership.of(signal);
    }

    String owner() {
      return lower(ownership.owner()).replace('_', '-');
    }

    String claim() {
      return lower(ownership.claim());
    }

    private static String lower(Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public int run() {
    if (json.<Boolean>getValue()) {
      terminal.out().line(json());
    } else {
      terminal
          .out()
          .line(terminal.bold(line("NR", "NAME", "DEFAULT", "OWNER", "CLAIM", "MEANING")));
      for (int number = 1; number <= SignalNumbers.LAST; number++) {
        Row row = Row.of(number);
        terminal
            .out()
            .line(
                line(
                    Integer.toString(number),
                    row.name,
                    row.action,
                    row.owner(),
                    row.claim(),
                    row.description));
      }
    }
    return 0;
  }

  // String.format would load as many classes as the rest of this command.
  private static String line(
      String number, String name, String action, String owner, String claim, String meaning) {
    StringBuilder line = new StringBuilder(80);
    line.repeat(' ', 2 - number.length()).append(number).append("  ");
    pad(line.append(name), 17);
    pad(line.append(action), 28);
    pad(line.append(owner), 37);
    pad(line.append(claim), 46);
    return line.append(meaning).toString();
  }

  private static void pad(StringBuilder line, int column) {
    line.repeat(' ', column - line.length());
  }

  private String json() {
    Json text = new Json().beginArray();
    for (int number = 1; number <= SignalNumbers.LAST; number++) {
      Row row = Row.of(number);
      text.beginObject().key("number").value(number).key("name").value(row.name);
      text.key("default").value(row.action).key("description").value(row.description);
      text.key("owner").value(row.owner()).key("claim").value(row.claim()).endObject();
    }
    return text.endArray().toString();
  }
}
