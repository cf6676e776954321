package dev.signalman.cli.command;

import dev.signalman.cli.text.DurationText;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/// Options and parameters that several commands share.
public final class Options {
  private static final String KILL_AFTER = "--kill-after";

  private Options() {}

  /// A command with `--help` and no other option.
  public static CommandSpec command(Subcommand command, String name, String... description) {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(command).name(name);
    spec.usageMessage().description(description);
    return spec.addOption(help());
  }

  public static OptionSpec help() {
    return OptionSpec.builder("-h", "--help")
        .type(boolean.class)
        .usageHelp(true)
        .description("Shows this text.")
        .build();
  }

  public static OptionSpec version() {
    return OptionSpec.builder("-V", "--version")
        .type(boolean.class)
        .versionHelp(true)
        .description("Shows the version.")
        .build();
  }

  /// An option without a value.
  public static OptionSpec flag(String name, String description) {
    return OptionSpec.builder(name)
        .type(boolean.class)
        .initialValue(false)
        .description(description)
        .build();
  }

  /// An option whose value is a length of time.
  public static OptionSpec duration(String name, String description) {
    return OptionSpec.builder(name)
        .paramLabel("DURATION")
        .type(Duration.class)
        .converters(DurationText::parse)
        .description(description)
        .build();
  }

  /// How long after the request to end KILL follows: the same in all commands that run a program.
  ///
  /// @param otherwise what holds without the option
  public static OptionSpec killAfter(String otherwise) {
    return duration(
        KILL_AFTER,
        "Sends KILL this long after the program was asked to end; 0 means never. Default: "
            + otherwise
            + ".");
  }

  /// The value of an option like [#killAfter], by which 0 means never; null for never.
  ///
  /// @param otherwise what holds without the option
  public static @Nullable Duration limit(OptionSpec option, @Nullable Duration otherwise) {
    Duration time = option.getValue();
    Duration chosen = time == null ? otherwise : time;
    return chosen == null || chosen.isZero() ? null : chosen;
  }

  /// Whether it looks like an option, and not like a negative number.
  public static boolean isLike(String text) {
    return text.length() > 1 && text.charAt(0) == '-' && !Character.isDigit(text.charAt(1));
  }

  /// The message about an unknown option.
  public static String unknown(String option) {
    return "unknown option \"" + option + '"';
  }

  /// The program and its arguments, given as the last parameters.
  ///
  /// @throws ParameterException if the program's name begins with a dash, unless `--` is before it:
  ///   `-1` and `-x` are meant as options
  public static List<String> line(CommandSpec spec, PositionalParamSpec program) {
    List<String> line = program.getValue();
    String name = line.getFirst();
    if (name.length() > 1 && name.startsWith("-") && !followsDashes(spec, line)) {
      throw new ParameterException(spec.commandLine(), unknown(name));
    }
    return line;
  }

  /// Whether `--` is right before the last parameters.
  public static boolean followsDashes(CommandSpec spec, List<String> last) {
    List<String> all = spec.commandLine().getParseResult().originalArgs();
    int before = all.size() - last.size() - 1;
    return before >= 0 && all.get(before).equals("--");
  }

  /// A program and its arguments, from parameter `first` to the last.
  public static PositionalParamSpec program(int first) {
    return PositionalParamSpec.builder()
        .paramLabel("CMD")
        .index(first + "..*")
        .arity("1") // one at a time, as for all parameters
        .required(true)
        .type(List.class)
        .auxiliaryTypes(String.class)
        .description("A program and its arguments.")
        .build();
  }
}
