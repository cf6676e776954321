package dev.signalman.cli.run;

import dev.signalman.Signal;
import dev.signalman.cli.command.Arguments;
import dev.signalman.cli.command.Options;
import dev.signalman.cli.command.SignalOrNone;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.TypeConversionException;

/// The command line of `run`, as picocli knows it: for the help, for messages about what is wrong,
/// and for the completion of words.
final class RunDeclaration {
  static final String GROUP = "--group";
  static final String REWRITE = "--rewrite";
  static final String KILL_AFTER = "--kill-after";
  static final String WAIT_ALL = "--wait-all";
  static final String MAP_EXIT = "--map-exit";
  static final String PARENT_DEATH = "--parent-death";
  static final String JSON = "--json";
  static final String LOG = "--log";
  static final String VERBOSE = "--verbose";

  private static final int LAST_STATUS = 255;

  /// A pair of the form FROM=TO.
  record SignalPair(Signal from, @Nullable Signal to) {}

  record StatusPair(int from, int to) {}

  private final CommandSpec spec;
  private final OptionSpec group =
      Options.flag(GROUP, "Sends signals to the program's whole process group.");
  private final OptionSpec rewrite =
      OptionSpec.builder(REWRITE)
          .paramLabel("FROM=TO")
          .type(List.class)
          .auxiliaryTypes(SignalPair.class)
          .converters(RunDeclaration::signals)
          .description("Passes the signal FROM on as TO; with TO 0 it is dropped. May be repeated.")
          .build();
  private final OptionSpec killAfter =
      Options.duration(
          KILL_AFTER,
          "Sends KILL to all descendants this long after the first TERM; 0 means never. Default:"
              + " never.");
  private final OptionSpec waitAll =
      Options.flag(WAIT_ALL, "Waits for all descendants, also after the program has ended.");
  private final OptionSpec mapExit =
      OptionSpec.builder(MAP_EXIT)
          .paramLabel("FROM=TO")
          .type(List.class)
          .auxiliaryTypes(StatusPair.class)
          .converters(RunDeclaration::statuses)
          .description("Ends with TO if the program's status is FROM. May be repeated.")
          .build();
  private final OptionSpec parentDeath =
      OptionSpec.builder(PARENT_DEATH)
          .paramLabel("SIGNAL")
          .type(Signal.class)
          .converters(Arguments::signal)
          .completionCandidates(Arguments.signalNames())
          .description("The kernel sends the program this signal if run itself ends first.")
          .build();
  private final OptionSpec json =
      Options.flag(JSON, "Writes an object for each event to standard error, one per line.");
  private final OptionSpec log =
      OptionSpec.builder(LOG)
          .paramLabel("FORMAT")
          .type(String.class)
          .converters(RunDeclaration::format)
          .completionCandidates(List.of("json"))
          .description("With json the same as --json.")
          .build();
  private final OptionSpec verbose =
      Options.flag(VERBOSE, "Writes a line for each event to standard error.");
  private final PositionalParamSpec program = Options.program(0);

  RunDeclaration(RunCommand command) {
    this.spec =
        Options.command(
                command,
                RunCommand.NAME,
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
            .addPositional(program);
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

  static SignalPair signals(String text) {
    String[] pair = pair(text, "FROM=TO, such as TERM=QUIT, or HUP=0 to drop HUP");
    return new SignalPair(Arguments.signal(pair[0]), SignalOrNone.parse(pair[1]).signal());
  }

  static StatusPair statuses(String text) {
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

  static String format(String text) {
    if (!text.equals("json")) {
      throw new TypeConversionException('"' + text + "\" is not a format of the log: write json");
    }
    return text;
  }

  CommandSpec spec() {
    return spec;
  }

  /// What picocli has read.
  RunOptions options() {
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
    return new RunOptions(
        group.<Boolean>getValue(),
        rewrites,
        Options.limit(killAfter, null),
        waitAll.<Boolean>getValue(),
        exits,
        parentDeath.getValue(),
        json.<Boolean>getValue() || log.getValue() != null,
        verbose.<Boolean>getValue(),
        Options.line(spec, program));
  }
}
