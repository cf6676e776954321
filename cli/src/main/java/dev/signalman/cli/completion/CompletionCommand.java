package dev.signalman.cli.completion;

import dev.signalman.cli.command.Options;
import dev.signalman.cli.command.Subcommand;
import dev.signalman.cli.output.Terminal;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.TypeConversionException;

/// `signalman completion`: a script that lets a shell complete the commands.
public final class CompletionCommand implements Subcommand {
  /// The name of the command.
  public static final String NAME = "completion";

  private static final List<String> SHELLS = List.of("bash", "zsh");

  private final Terminal terminal;
  private final PositionalParamSpec shell =
      PositionalParamSpec.builder()
          .paramLabel("SHELL")
          .index("0")
          .required(true)
          .type(String.class)
          .converters(CompletionCommand::shell)
          .completionCandidates(SHELLS)
          .description("bash or zsh; the script is the same.")
          .build();

  private final CommandSpec spec;

  public CompletionCommand(Terminal terminal) {
    this.terminal = terminal;
    this.spec =
        Options.command(
                this, NAME, "Prints a script for the shell: source <(signalman completion bash)")
            .addPositional(shell);
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  private static String shell(String text) {
    if (!SHELLS.contains(text)) {
      throw new TypeConversionException(
          "no completion for the shell \"" + text + "\": write " + String.join(" or ", SHELLS));
    }
    return text;
  }

  @Override
  public int run() {
    terminal.out().text(AutoComplete.bash("signalman", spec.root().commandLine()));
    return 0;
  }
}
