package dev.signalman.cli;

import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.TypeConversionException;

/// `signalman completion`: a script that lets a shell complete the commands.
final class CompletionCommand implements Subcommand {
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

  CompletionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public CommandSpec spec() {
    return Options.command(
            this,
            "completion",
            "Prints a script for the shell: source <(signalman completion bash)")
        .addPositional(shell);
  }

  private static String shell(String text) {
    if (!SHELLS.contains(text)) {
      throw new TypeConversionException(
          "no completion for \"" + text + "\": write " + String.join(" or ", SHELLS));
    }
    return text;
  }

  @Override
  public int run() {
    CommandLine all = Main.commandLine(terminal);
    terminal.out().text(AutoComplete.bash("signalman", all));
    return 0;
  }
}
