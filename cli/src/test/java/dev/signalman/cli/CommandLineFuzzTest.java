package dev.signalman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.cli.command.Subcommand;
import dev.signalman.testkit.Fuzz;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.ParameterException;

@Tag("fuzz")
class CommandLineFuzzTest {
  /// Sent to nobody: no kernel gives a process this id.
  private static final String NOBODY = "2147483647";

  private static final List<String> WORDS =
      List.of(
          "list",
          "inspect",
          "send",
          "watch",
          "exec",
          "every",
          "completion",
          "bash",
          "--json",
          "--group",
          "--value",
          "--value=7",
          "--count",
          "--for",
          "--help",
          "--version",
          "--",
          "-",
          "--timeout",
          "--kill-after",
          "--parent-death",
          "--signal",
          "--overlap",
          "--only-children",
          "5s",
          "1m30s",
          "TERM",
          "RTMIN+3",
          "0",
          "7",
          NOBODY,
          "true",
          "=",
          "",
          "--json=true",
          "@x");

  /// They listen for signals, which is for a process of its own, and start programs.
  private static final List<String> ONLY_PARSED =
      List.of("watch", "exec", "every", "run", "tini", "init");

  @Test
  void anyCommandLineEndsInOrderOrWithOneLine() throws Exception {
    Fuzz.lists(
        WORDS,
        words -> {
          String[] args = words.stream().map(CommandLineFuzzTest::harmless).toArray(String[]::new);
          Screen screen = Screen.plain();
          if (words.stream().anyMatch(CommandLineFuzzTest::mayBeOnlyParsed)) {
            parse(screen, args);
            return;
          }
          int status = Main.run(screen.terminal(), args);
          assertThat(status).isBetween(0, 2);
          assertThat(screen.errors())
              .allMatch(line -> line.startsWith("signalman: "))
              .noneMatch(line -> line.contains("internal error"))
              .noneMatch(line -> line.chars().anyMatch(Character::isISOControl));
          assertThat(screen.errors().isEmpty()).isEqualTo(status == 0);
          if (status == 2) {
            assertThat(screen.errors()).hasSize(1);
            assertThat(screen.out()).isEmpty();
          }
        });
  }

  private static void parse(Screen screen, String... args) {
    try {
      List<Subcommand> commands =
          Commands.named(args.length == 0 ? "" : args[0], screen.terminal());
      Main.commandLine(screen.terminal(), commands).parseArgs(args);
    } catch (ParameterException e) {
      assertThat(new Failures(screen.terminal(), null).usage(e)).isEqualTo(2);
      assertThat(screen.errors()).hasSize(1);
    }
  }

  private static boolean mayBeOnlyParsed(String word) {
    return ONLY_PARSED.stream().anyMatch(word::contains);
  }

  /// A defect must not signal a process of the machine: whatever has digits and is no name is a
  /// process that nobody has.
  private static String harmless(String word) {
    boolean number = word.chars().anyMatch(Character::isDigit);
    boolean name = word.chars().anyMatch(c -> c < 0x80 && Character.isLetter(c));
    return number && !name ? NOBODY : word;
  }
}
