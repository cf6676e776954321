package dev.signalman.cli.run;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.cli.command.Arguments;
import dev.signalman.cli.command.Options;
import dev.signalman.cli.command.SignalOrNone;
import dev.signalman.cli.command.Subcommand;
import dev.signalman.cli.output.Terminal;
import dev.signalman.cli.program.Death;
import dev.signalman.cli.program.EventLog;
import dev.signalman.cli.program.NotStartedException;
import dev.signalman.cli.program.Program;
import dev.signalman.loop.EventLoop;
import dev.signalman.process.ExitStatus;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.TypeConversionException;

/// `signalman run`: runs a program as process 1 of a container does, and ends with its status.
public final class RunCommand implements Subcommand {
  /// The name of the command.
  public static final String NAME = "run";

  private static final int LAST_STATUS = 255;

  /// A pair of the form FROM=TO.
  private record SignalPair(Signal from, @Nullable Signal to) {}

  private record StatusPair(int from, int to) {}

  private final Terminal terminal;
  private final CommandSpec spec;
  private final OptionSpec group =
      Options.flag("--group", "Sends signals to the program's whole process group.");
  private final OptionSpec rewrite =
      OptionSpec.builder("--rewrite")
          .paramLabel("FROM=TO")
          .type(List.class)
          .auxiliaryTypes(SignalPair.class)
          .converters(RunCommand::signals)
          .description("Passes the signal FROM on as TO; with TO 0 it is dropped. May be repeated.")
          .build();
  private final OptionSpec killAfter =
      Options.duration(
          "--kill-after",
          "Sends KILL to all descendants this long after the first TERM; 0 means never. Default:"
              + " never.");
  private final OptionSpec waitAll =
      Options.flag("--wait-all", "Waits for all descendants, also after the program has ended.");
  private final OptionSpec mapExit =
      OptionSpec.builder("--map-exit")
          .paramLabel("FROM=TO")
          .type(List.class)
          .auxiliaryTypes(StatusPair.class)
          .converters(RunCommand::statuses)
          .description("Ends with TO if the program's status is FROM. May be repeated.")
          .build();
  private final OptionSpec parentDeath =
      OptionSpec.builder("--parent-death")
          .paramLabel("SIGNAL")
          .type(Signal.class)
          .converters(Arguments::signal)
          .completionCandidates(Arguments.signalNames())
          .description("The kernel sends the program this signal if run itself ends first.")
          .build();
  private final OptionSpec json =
      Options.flag("--json", "Writes an object for each event to standard error, one per line.");
  private final OptionSpec log =
      OptionSpec.builder("--log")
          .paramLabel("FORMAT")
          .type(String.class)
          .converters(RunCommand::format)
          .completionCandidates(List.of("json"))
          .description("With json the same as --json.")
          .build();
  private final OptionSpec verbose =
      Options.flag("--verbose", "Writes a line for each event to standard error.");
  private final PositionalParamSpec command = Options.program(0);

  public RunCommand(Terminal terminal) {
    this.terminal = terminal;
    this.spec =
        Options.command(
                this,
                NAME,
                "Runs a program as process 1 of a container, or elsewhere: passes signals on to it,"
                    + " waits for orphans, and ends with its status: its exit code, or 128 plus the"
                    + " number of the signal that ended it. Ends with 126 or 127 if the program could"
                    + " not be run, and with 125 if run itself failed.")
            .addOption(group)
            .addOption(rewrite)
            .addOption(killAfter)
            .addOption(waitAll)
            .addOption(mapExit)
            .addOption(parentDeath)
            .addOption(json)
            .addOption(log)
            .addOption(verbose)
            .addPositional(command);
    spec.usageMessage().customSynopsis("signalman run [OPTION]... [--] CMD [ARG]...");
    // All arguments after the program's name belong to the program.
    spec.parser().stopAtPositional(true);
  }

  private static String[] pair(String text, String form) {
    int equals = text.indexOf('=');
    if (equals < 0) {
      throw new TypeConversionException('"' + text + "\" is not of the form " + form);
    }
    return new String[] {text.substring(0, equals), text.substring(equals + 1)};
  }

  private static SignalPair signals(String text) {
    String[] pair = pair(text, "FROM=TO, such as TERM=QUIT, or HUP=0 to drop HUP");
    return new SignalPair(Arguments.signal(pair[0]), SignalOrNone.parse(pair[1]).signal());
  }

  private static StatusPair statuses(String text) {
    String[] pair = pair(text, "FROM=TO, such as 143=0");
    return new StatusPair(status(pair[0]), status(pair[1]));
  }

  private static int status(String text) {
    Long status = text.isEmpty() ? null : CNumbers.whole(text);
    if (status == null || status < 0 || status > LAST_STATUS) {
      throw new TypeConversionException(
          '"' + text + "\" is not an exit status: write a number from 0 to 255");
    }
    return status.intValue();
  }

  private static String format(String text) {
    if (!text.equals("json")) {
      throw new TypeConversionException('"' + text + "\" is not a format of the log: write json");
    }
    return text;
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
    RunPlan plan = plan(Options.line(spec, command));
    boolean asJson = json.<Boolean>getValue() || log.getValue() != null;
    Voice voice =
        new OwnVoice(
            new EventLog(terminal, asJson), verbose.<Boolean>getValue(), asJson, plan.command());
    Program program = new Program(plan.command());
    // Not closed, except to end by a signal: unread signals would end this process otherwise.
    EventLoop loop = EventLoop.open();
    Run run = new Run(loop, plan, voice);
    int status = run.run(program);
    if (run.status() instanceof ExitStatus.Killed killed && status == killed.shellStatus()) {
      Death.by(killed.number());
    }
    if (run.status() != null) {
      Death.with(status);
    }
    return status;
  }

  private RunPlan plan(List<String> line) {
    Rewrites rewrites = Rewrites.NONE;
    List<SignalPair> signals = rewrite.getValue();
    if (signals != null) {
      for (SignalPair pair : signals) {
        rewrites = rewrites.with(pair.from(), pair.to());
      }
    }
    ExitMap exits = ExitMap.NONE;
    List<StatusPair> statuses = mapExit.getValue();
    if (statuses != null) {
      for (StatusPair pair : statuses) {
        exits = exits.with(pair.from(), pair.to());
      }
    }
    RunPlan.Passing passing =
        new RunPlan.Passing(
            group.<Boolean>getValue(), rewrites, SignalSet.none(), SignalSet.none(), false, true);
    RunPlan.Ending ending =
        new RunPlan.Ending(
            Options.limit(killAfter, null), waitAll.<Boolean>getValue(), null, exits, true);
    RunPlan.Duties duties = new RunPlan.Duties(true, parentDeath.getValue(), null, false);
    return new RunPlan(line, RunPlan.Place.GROUP, passing, ending, duties);
  }
}
