package dev.signalman.cli.send;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.cli.command.Arguments;
import dev.signalman.cli.command.Options;
import dev.signalman.cli.command.SignalOrNone;
import dev.signalman.cli.command.Subcommand;
import dev.signalman.cli.output.Terminal;
import dev.signalman.cli.text.Errors;
import dev.signalman.cli.text.Json;
import dev.signalman.signal.Signals;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/// `signalman send`: sends a signal, with or without a value, to processes or groups.
public final class SendCommand implements Subcommand {
  /// The name of the command.
  public static final String NAME = "send";

  private static final int FIRST_GROUP = 2;

  private final Terminal terminal;
  private final CommandSpec spec;
  private final OptionSpec value =
      OptionSpec.builder("--value")
          .paramLabel("N")
          .type(Long.class)
          .converters(Arguments::value)
          .description("Queues the signal with this 64-bit value, as sigqueue(3) does.")
          .build();
  private final OptionSpec group =
      Options.flag("--group", "Treats each PID as the id of a process group.");
  private final OptionSpec json =
      Options.flag("--json", "Prints an object for each PID, one per line.");
  private final PositionalParamSpec signal =
      PositionalParamSpec.builder()
          .paramLabel("SIGNAL")
          .index("0")
          .required(true)
          .type(SignalOrNone.class)
          .converters(SignalOrNone::parse)
          .completionCandidates(Arguments.signalNames())
          .description("Name or number; 0 sends nothing and only checks whether PID exists.")
          .build();
  private final PositionalParamSpec pids =
      PositionalParamSpec.builder()
          .paramLabel("PID")
          .index("1..*")
          .arity("1") // one at a time: otherwise picocli accepts several even if one is wrong
          .required(true)
          .type(List.class)
          .auxiliaryTypes(Integer.class)
          .converters(Arguments::pid)
          .description("The processes, or with --group the process groups, that get the signal.")
          .build();

  public SendCommand(Terminal terminal) {
    this.terminal = terminal;
    this.spec =
        Options.command(this, NAME, "Sends a signal to processes or process groups.")
            .addOption(value)
            .addOption(group)
            .addOption(json)
            .addPositional(signal)
            .addPositional(pids);
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public int run() {
    SignalOrNone choice = signal.getValue();
    List<Integer> receivers = pids.getValue();
    check(choice, receivers);
    int status = 0;
    for (int pid : receivers) {
      Errno error = send(choice.signal(), pid);
      if (json.<Boolean>getValue()) {
        terminal.out().line(json(choice.signal(), pid, error).text());
      }
      if (error != null) {
        terminal.error(pid + ": " + Errors.words(error));
        status = FAILURE;
      }
    }
    return status;
  }

  private boolean toGroup() {
    return group.<Boolean>getValue();
  }

  private void check(SignalOrNone choice, List<Integer> receivers) {
    if (toGroup() && value.getValue() != null) {
      throw wrong("--value and --group cannot be combined: the kernel sends no value to a group");
    }
    if (choice.signal() == null && (toGroup() || value.getValue() != null)) {
      throw wrong("signal 0 only checks whether a process exists: leave out --group and --value");
    }
    if (toGroup() && receivers.stream().anyMatch(pid -> pid < FIRST_GROUP)) {
      throw wrong("group 1 would mean every process: group ids begin at 2");
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /// @return the reason why it could not be sent, or null
  private @Nullable Errno send(@Nullable Signal signal, int pid) {
    Long value = this.value.getValue();
    try {
      if (signal == null) {
        return Signals.exists(pid) ? null : Errno.ESRCH;
      }
      if (toGroup()) {
        Signals.sendToGroup(pid, signal);
      } else if (value == null) {
        Signals.send(pid, signal);
      } else {
        Signals.send(pid, signal, value);
      }
      return null;
    } catch (PosixException e) {
      return e.errno();
    }
  }

  private Json json(@Nullable Signal signal, int pid, @Nullable Errno error) {
    Json text = new Json().beginObject();
    text.key("signal").value(signal == null ? null : signal.fullName());
    text.key("number").value(signal == null ? 0 : signal.number());
    text.key("pid").value(pid).key("group").value(toGroup());
    Long value = this.value.getValue();
    text.key("value");
    if (value == null) {
      text.nothing();
    } else {
      text.value(value.longValue());
    }
    text.key("sent").value(error == null && signal != null);
    return text.key("error").value(error == null ? null : error.name()).endObject();
  }
}
