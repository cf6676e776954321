package dev.signalman.cli.every;

import dev.signalman.cli.command.Arguments;
import dev.signalman.cli.command.Options;
import dev.signalman.cli.command.Subcommand;
import dev.signalman.cli.output.Terminal;
import dev.signalman.cli.program.EventLog;
import dev.signalman.cli.program.Init;
import dev.signalman.cli.program.NotStartedException;
import dev.signalman.cli.program.Program;
import dev.signalman.cli.text.DurationText;
import dev.signalman.loop.EventLoop;
import dev.signalman.process.StopPlan;
import dev.signalman.signal.SignalMask;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/// `signalman every`: runs a program periodically, and at each ALRM.
public final class EveryCommand implements Subcommand {
  /// The name of the command.
  public static final String NAME = "every";

  private static final Duration USUAL = Duration.ofSeconds(10);
  private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

  private final Terminal terminal;
  private final CommandSpec spec;
  private final OptionSpec count =
      OptionSpec.builder("--count")
          .paramLabel("N")
          .type(Long.class)
          .converters(Arguments::count)
          .description("Ends after N runs, with the status of the last one.")
          .build();
  private final OptionSpec overlap =
      OptionSpec.builder("--overlap")
          .paramLabel("POLICY")
          .type(Every.Overlap.class)
          .converters(EveryCommand::overlap)
          .completionCandidates(List.of("skip", "queue", "kill"))
          .description(
              "If a run is due while another one is running: skip (leaves it out), queue (one further"
                  + " run follows) or kill (ends the running one first). Default: skip.")
          .build();
  private final OptionSpec onlyChildren =
      Options.flag(
          "--only-children",
          "Accepts ALRM only from the program and the processes that it started.");
  private final OptionSpec killAfter = Options.killAfter("10s");
  private final OptionSpec json =
      Options.flag("--json", "Writes an object for each event to standard error, one per line.");
  private final PositionalParamSpec period =
      PositionalParamSpec.builder()
          .paramLabel("DURATION")
          .index("0")
          .required(true)
          .type(Duration.class)
          .converters(EveryCommand::period)
          .description(
              "The time from the start of one run to the start of the next: 500ms, 2s, 1m30s.")
          .build();
  private final PositionalParamSpec command = Options.program(1);

  public EveryCommand(Terminal terminal) {
    this.terminal = terminal;
    this.spec =
        Options.command(
                this, NAME, "Runs a program at once, then periodically, and also at each ALRM.")
            .addOption(count)
            .addOption(overlap)
            .addOption(onlyChildren)
            .addOption(killAfter)
            .addOption(json)
            .addPositional(period)
            .addPositional(command);
    spec.usageMessage().customSynopsis("signalman every DURATION [OPTION]... -- CMD [ARG]...");
    // Otherwise -1s would be dropped as an option, and the next argument taken for the period.
    spec.parser().unmatchedOptionsArePositionalParams(true);
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  private static Every.Overlap overlap(String text) {
    return switch (text) {
      case "skip" -> Every.Overlap.SKIP;
      case "queue" -> Every.Overlap.QUEUE;
      case "kill" -> Every.Overlap.KILL;
      default ->
          throw new TypeConversionException(
              "\"" + text + "\" is not a policy for overlaps: write skip, queue or kill");
    };
  }

  private static Duration period(String text) {
    if (Options.isLike(text)) {
      throw new TypeConversionException(Options.unknown(text));
    }
    Duration period = DurationText.parse(text);
    if (period.isZero()) {
      throw new TypeConversionException("\"" + text + "\" is not a period: it must be above zero");
    }
    return period;
  }

  /// Otherwise an option of the program could be taken for one of this command. A later `--`
  /// belongs to the program.
  private void requireDashesBefore(List<String> line) {
    if (!Options.followsDashes(spec, line)) {
      throw new ParameterException(
          spec.commandLine(), "write -- before the program: every 10s -- CMD");
    }
  }

  @Override
  public int run() throws IOException, InterruptedException {
    List<String> line = Options.line(spec, command);
    requireDashesBefore(line);
    Long most = count.getValue();
    Every.Overlap policy = overlap.getValue();
    Duration time = Options.limit(killAfter, USUAL);
    Every.Plan plan =
        new Every.Plan(
            period.getValue(),
            most == null ? Long.MAX_VALUE : most,
            policy == null ? Every.Overlap.SKIP : policy,
            onlyChildren.<Boolean>getValue(),
            StopPlan.within(time == null ? FOR_EVER : time));
    EventLog events = new EventLog(terminal, json.<Boolean>getValue());
    EveryLog log = new EveryLog(events);
    Program program = new Program(line);
    // Not closed, so that an unread signal does not change the exit status.
    EventLoop loop = EventLoop.open();
    Init.begin(loop, events);
    Every every = new Every(loop, program, plan, log);
    every.listen();
    // The launcher blocked most signals. Those that this command does not use may act now.
    SignalMask.unblock(SignalMask.current().minus(Every.SIGNALS));
    try {
      int status = every.run();
      return events.hasLost() ? FAILURE : status;
    } catch (NotStartedException e) {
      loop.close();
      throw e;
    }
  }
}
