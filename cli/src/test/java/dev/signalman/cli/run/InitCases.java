package dev.signalman.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.cli.TerminalJob;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.StressRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The cases of `py/inits.py`, asked of one program: several run at once, because each of them
/// mostly waits.
final class InitCases {
  private final String kind;
  private final Source program;
  private @Nullable Map<String, String> results;

  /// Finds a command.
  private interface Source {
    List<String> command() throws Exception;
  }

  private InitCases(String kind, Source program) {
    this.kind = kind;
    this.program = program;
  }

  /// @param kind the first argument of the script
  InitCases(String kind, String... program) {
    this(kind, () -> List.of(program));
  }

  /// The program that we take the place of; where there is none, tests are skipped.
  static InitCases ofOther(String name) {
    return new InitCases(name, () -> List.of(OtherInit.path(name)));
  }

  /// The results by the names of the cases. All are run at the first call.
  synchronized Map<String, String> results() throws Exception {
    if (results == null) {
      results = ask();
    }
    return results;
  }

  private Map<String, String> ask() throws Exception {
    Peer.assumePython();
    List<String> line = new ArrayList<>(List.of("python3", "-u", TerminalJob.file("/py/inits.py")));
    line.add(kind);
    line.addAll(program.command());
    if (StressRun.isLong()) {
      line.add("--long");
    }
    Map<String, String> found = new LinkedHashMap<>();
    try (ChildProgram script =
        ChildProgram.start(
            ChildProgram.PATIENCE.multipliedBy(StressRun.isLong() ? 20 : 5),
            line.toArray(String[]::new))) {
      script.process().waitFor(); // longer than one line may take
      for (String result : script.remainingLines()) {
        int tab = result.indexOf('\t');
        found.put(result.substring(0, tab), result.substring(tab + 1));
      }
      assertThat(script.exit()).isZero();
    }
    return found;
  }
}
