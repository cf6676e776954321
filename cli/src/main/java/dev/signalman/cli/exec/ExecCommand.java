package dev.signalman.cli.exec;

import dev.signalman.Signal;
import dev.signalman.cli.command.Arguments;
import dev.signalman.cli.command.Options;
import dev.signalman.cli.command.SignalOrNone;
import dev.signalman.cli.command.Subcommand;
import dev.signalman.cli.output.Terminal;
import dev.signalman.cli.proc.Jobs;
import dev.signalman.cli.program.Death;
import dev.signalman.cli.program.EventLog;
import dev.signalman.cli.program.ExitJson;
import dev.signalman.cli.program.Init;
import dev.signalman.cli.program.NotStartedException;
import dev.signalman.cli.program.Program;
import dev.signalman.loop.EventLoop;
import dev.signalman.process.ExitStatus;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/// `signalman exec`: runs a program, with or without a time limit, and ends with its status.
public final class ExecCommand implements Subcommand {
  /// The name of the command.
  public static final String NAME = "exec";

  /// The program was running at its time limit, as with timeout(1).
  private static final int TIMED_OUT = 124;

  private final Terminal terminal;
  private final CommandSpec spec;
  private final OptionSpec timeout =
      Options.duration(
          "--timeout",
          "Sends the program TERM after this time (500ms, 2s, 1m30s); 0 means never. Default: never.");
  private final OptionSpec signal =
      OptionSpec.builder("--signal")
          .paramLabel("SIGNAL")
          .type(SignalOrNone.class)
          .converters(SignalOrNone::parseShellStatus)
          .completionCandidates(Arguments.signalNames())
          .description("The signal that --timeout sends, instead of TERM; 0 means none.")
          .build();
  private final OptionSpec killAfter = Options.killAfter("never");
  private final OptionSpec group =
      Options.flag(
          "--group",
          "Starts the program in a process group of its own, and sends signals to the whole group.");
  private final OptionSpec parentDeath =
      OptionSpec.builder("--parent-death")
          .paramLabel("SIGNAL")
          .type(Signal.class)
          .converters(Arguments::signal)
          .completionCandidates(Arguments.signalNames())
          .description("The kernel sends the program this signal if exec itself ends first.")
          .build();
  private final OptionSpec preserveStatus =
      Options.flag(
          "--preserve-status", "Ends with the program's status even if the time limit ended it.");
  private final OptionSpec json =
      Options.flag("--json", "Writes an object for each event to standard error, one per line.");
  private final PositionalParamSpec command = Options.program(0);

  public ExecCommand(Terminal terminal) {
    this.terminal = terminal;
    this.spec =
        Options.command(
                this,
                NAME,
                "Runs a program, passes signals on to it, and ends with its status: its exit code, or"
                    + " 128 plus the number of the signal that ended it. Ends with 124 if the time limit"
                    + " was reached (137 if KILL was needed), with 126 or 127 if the program could not be"
                    + " run, and with 125 if exec itself failed.")
            .addOption(timeout)
            .addOption(signal)
            .addOption(killAfter)
            .addOption(group)
            .addOption(parentDeath)
            .addOption(preserveStatus)
            .addOption(json)
            .addPositional(command);
    spec.usageMessage().customSynopsis("signalman exec [OPTION]... [--] CMD [ARG]...");
    // All arguments after the program's name belong to the program.
    spec.parser().stopAtPositional(true);
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  /// The same for every failure, because the program may have the statuses 1 and 2.
  @Override
  public int failureStatus(int usual) {
    return NotStartedException.RUNNER_FAILED;
  }

  @Override
  public int run() throws IOException, InterruptedException {
    Exec.Limits limits = limits();
    EventLog log = new EventLog(terminal, json.<Boolean>getValue());
    Program program = new Program(Options.line(spec, command));
    EventLoop loop = EventLoop.open();
    Init.begin(loop, log);
    Exec exec = new Exec(loop, limits, log);
    Exec.Outcome outcome;
    try {
      outcome = exec.run(program);
    } catch (NotStartedException e) {
      loop.close();
      throw e;
    }
    int status = status(outcome, preserveStatus.<Boolean>getValue());
    tell(log, outcome, status);
    if (log.hasLost()) {
      return NotStartedException.RUNNER_FAILED;
    }
    if (outcome.status() instanceof ExitStatus.Killed killed && !outcome.timedOut()) {
      // At Ctrl-C a shell ends its script only if it sees that INT ended the program.
      Death.by(killed.number());
      return status;
    }
    Signal key = exec.keyAfterTheEnd();
    if (key != null) {
      Death.by(key.number());
      return SignalOrNone.SIGNALLED + key.number();
    }
    if (Jobs.hasTerminal() && !program.blocked().contains(Signal.INT)) {
      Death.leaveOpen(Signal.INT, loop);
    }
    // Otherwise the loop is not closed. At a close, unread signals take their old action, which
    // would end this process by a signal instead of with the program's status.
    return status;
  }

  /// Reports the end.
  static void tell(EventLog log, Exec.Outcome outcome, int status) {
    log.event(
        "ended",
        json -> {
          ExitJson.add(json, outcome.status());
          json.key("timedOut").value(outcome.timedOut()).key("status").value(status);
        });
    if (outcome.status() instanceof ExitStatus.Unknown unknown) {
      log.note(unknown.reason());
    }
  }

  private Exec.Limits limits() {
    SignalOrNone chosen = signal.getValue();
    Duration time = Options.limit(timeout, null);
    if (chosen != null && time == null) {
      throw new ParameterException(
          spec.commandLine(), "--signal has no effect without --timeout: give both");
    }
    return new Exec.Limits(
        time,
        chosen == null ? Signal.TERM : chosen.signal(),
        Options.limit(killAfter, null),
        group.<Boolean>getValue(),
        parentDeath.getValue());
  }

  /// The status to end with.
  ///
  /// @param preserve see `--preserve-status`
  static int status(Exec.Outcome outcome, boolean preserve) {
    boolean forced =
        outcome.status() instanceof ExitStatus.Killed killed
            && killed.number() == Signal.KILL.number();
    if (outcome.timedOut() && !forced && !preserve) {
      return TIMED_OUT;
    }
    return outcome.status() instanceof ExitStatus.Unknown
        ? NotStartedException.RUNNER_FAILED // not 127: the program was found
        : outcome.status().shellStatus();
  }
}
