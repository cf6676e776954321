package dev.signalman.cli.run;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Signal;
import dev.signalman.cli.Screen;
import dev.signalman.testkit.Fuzz;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// The short way of reading says what picocli says, or leaves the line to it.
class RunReaderTest {
  private static RunOptions byPicocli(List<String> words) {
    RunDeclaration declaration = new RunDeclaration(new RunCommand(Screen.plain().terminal()));
    new CommandLine(declaration.spec())
        .setExpandAtFiles(false)
        .parseArgs(words.toArray(String[]::new));
    return declaration.options();
  }

  /// All that was said, in a form that can be compared.
  private static List<Object> said(RunOptions options) {
    List<Object> said = new ArrayList<>();
    said.add(options.toGroup());
    for (Signal signal : Signal.values()) {
      said.add(options.rewrites().include(signal) + ":" + options.rewrites().of(signal));
    }
    said.add(String.valueOf(options.killAfter()));
    said.add(options.waitAll());
    for (int status = 0; status < 256; status++) {
      said.add(options.exits().of(status));
    }
    said.add(String.valueOf(options.parentDeath()));
    said.add(options.json());
    said.add(options.verbose());
    said.addAll(options.command());
    return said;
  }

  @ParameterizedTest
  @DisplayName("RUN-25 a line that is read without picocli means what it means to picocli")
  @ValueSource(
      strings = {
        "program",
        "-- program",
        "-- -program -x",
        "program -- x",
        "-- program -- --json",
        "program --json --help",
        "--group --wait-all --json --verbose program",
        "--log json program a b",
        "--log=json -- program",
        "--kill-after 5s program",
        "--kill-after=0 program",
        "--kill-after 1m30s program",
        "--rewrite TERM=QUIT --rewrite=HUP=0 --rewrite TERM=INT program",
        "--map-exit 143=0 --map-exit=7=9 program",
        "--parent-death SIGTERM program",
        "--parent-death=RTMIN+3 -- program",
      })
  void goodLinesSayWhatPicocliSays(String line) {
    List<String> words = List.of(line.split(" "));
    RunOptions options = requireNonNull(RunReader.read(words));
    assertThat(said(options)).isEqualTo(said(byPicocli(words)));
  }

  @ParameterizedTest
  @DisplayName("RUN-25 wrong lines and help are left to picocli")
  @ValueSource(
      strings = {
        "",
        "--",
        "--json",
        "--help",
        "-h",
        "--help program",
        "--unknown program",
        "-x program",
        "- program",
        "--json=true program",
        "--json --json program",
        "--log text program",
        "--log",
        "--kill-after program",
        "--kill-after 5s --kill-after 6s program",
        "--kill-after --json program",
        "--rewrite TERM program",
        "--rewrite NONE=TERM program",
        "--map-exit 256=0 program",
        "--parent-death 77 program",
      })
  void picocliSaysWhatIsWrong(String line) {
    assertThat(RunReader.read(line.isEmpty() ? List.of() : List.of(line.split(" ")))).isNull();
  }

  @Test
  @Tag("fuzz")
  void noLineIsReadOtherwiseThanByPicocli() throws Exception {
    List<String> words =
        List.of(
            "--group",
            "--json",
            "--wait-all",
            "--verbose",
            "--log",
            "json",
            "--log=json",
            "--kill-after",
            "5s",
            "--kill-after=0",
            "--rewrite",
            "TERM=QUIT",
            "--rewrite=HUP=0",
            "--map-exit",
            "143=0",
            "--map-exit=1=2",
            "--parent-death",
            "TERM",
            "--",
            "program",
            "-x",
            "-1",
            "");
    Fuzz.lists(
        words,
        line -> {
          RunOptions options = RunReader.read(line);
          if (options != null) {
            assertThat(said(options)).isEqualTo(said(byPicocli(line)));
          }
        });
  }
}
