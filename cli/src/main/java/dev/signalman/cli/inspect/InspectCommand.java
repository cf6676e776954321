package dev.signalman.cli.inspect;

import dev.signalman.Errno;
import dev.signalman.cli.command.Arguments;
import dev.signalman.cli.command.Options;
import dev.signalman.cli.command.Subcommand;
import dev.signalman.cli.output.Output;
import dev.signalman.cli.output.Terminal;
import dev.signalman.cli.proc.ProcFolder;
import dev.signalman.cli.proc.ProcStatus;
import dev.signalman.cli.text.Errors;
import dev.signalman.cli.text.Json;
import dev.signalman.cli.text.Printable;
import dev.signalman.cli.text.SignalNumbers;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `signalman inspect`: shows what any process does with each signal.
public final class InspectCommand implements Subcommand {
  /// The name of the command.
  public static final String NAME = "inspect";

  private final Terminal terminal;
  private final OptionSpec threads =
      Options.flag("--threads", "Also shows the blocked and pending signals of each thread.");
  private final OptionSpec json =
      Options.flag("--json", "Prints an object for each process, one per line.");
  private final PositionalParamSpec pids =
      PositionalParamSpec.builder()
          .paramLabel("PID")
          .index("0..*")
          .arity("1") // one at a time: otherwise picocli accepts several even if one is wrong
          .required(true)
          .type(List.class)
          .auxiliaryTypes(Integer.class)
          .converters(Arguments::pid)
          .description("Ids of processes; they need not be Java programs.")
          .build();

  public InspectCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public CommandSpec spec() {
    return Options.command(
            this,
            NAME,
            "Shows which signals a process catches, ignores and blocks, which are pending, and how"
                + " many are queued for its user.")
        .addOption(threads)
        .addOption(json)
        .addPositional(pids);
  }

  @Override
  public int run() {
    int status = 0;
    for (int pid : pids.<List<Integer>>getValue()) {
      try {
        if (!show(pid)) {
          terminal.error(pid + ": " + Errors.words(Errno.ESRCH));
          status = FAILURE;
        }
      } catch (IOException e) {
        terminal.error(pid + ": " + e.getMessage());
        status = FAILURE;
      }
    }
    return status;
  }

  private boolean show(int pid) throws IOException {
    ProcFolder folder = ProcFolder.of(pid);
    Optional<ProcStatus> status = folder.status();
    if (status.isEmpty()) {
      return false;
    }
    List<ProcFolder.TaskStatus> tasks = threads.<Boolean>getValue() ? folder.threads() : List.of();
    if (json.<Boolean>getValue()) {
      terminal.out().line(json(pid, status.get(), tasks).text());
    } else {
      text(pid, status.get(), tasks);
    }
    return true;
  }

  private Json json(int pid, ProcStatus status, List<ProcFolder.TaskStatus> tasks) {
    Json text = new Json().beginObject();
    text.key("pid").value(pid).key("command").value(status.name());
    text.key("caught").values(SignalNumbers.names(status.caught()));
    text.key("ignored").values(SignalNumbers.names(status.ignored()));
    text.key("blocked").values(SignalNumbers.names(status.blocked()));
    text.key("pending").values(SignalNumbers.names(pending(status)));
    text.key("queued").value(status.queued()).key("queueLimit");
    if (status.queueLimit() < 0) {
      text.nothing();
    } else {
      text.value(status.queueLimit());
    }
    if (threads.<Boolean>getValue()) {
      text.key("threads").beginArray();
      for (ProcFolder.TaskStatus task : tasks) {
        text.beginObject().key("tid").value(task.tid()).key("name").value(task.status().name());
        text.key("blocked").values(SignalNumbers.names(task.status().blocked()));
        text.key("pending").values(SignalNumbers.names(task.status().pending())).endObject();
      }
      text.endArray();
    }
    return text.endObject();
  }

  /// The signals that are pending for the process, and for its first thread.
  private static long pending(ProcStatus status) {
    return status.pending() | status.sharedPending();
  }

  private void text(int pid, ProcStatus status, List<ProcFolder.TaskStatus> tasks) {
    Output out = terminal.out();
    out.line(terminal.bold(pid + " " + Printable.of(status.name())));
    out.line("  caught   " + signals(status.caught()));
    out.line("  ignored  " + signals(status.ignored()));
    out.line("  blocked  " + signals(status.blocked()));
    out.line("  pending  " + signals(pending(status)));
    String limit = status.queueLimit() < 0 ? "" : " of at most " + status.queueLimit();
    out.line("  queued   " + status.queued() + limit);
    for (ProcFolder.TaskStatus task : tasks) {
      out.line("  thread " + task.tid() + " " + Printable.of(task.status().name()));
      out.line("    blocked  " + signals(task.status().blocked()));
      out.line("    pending  " + signals(task.status().pending()));
    }
  }

  private static String signals(long mask) {
    return mask == 0 ? "-" : String.join(" ", SignalNumbers.names(mask));
  }
}
