package dev.signalman.cli.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.cli.Launcher;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `signalman exec --parent-death`: programs whose `exec` is killed.
class ExecParentDeathIT {
  @TempDir Path folder;

  @ParameterizedTest(name = "CMD-15 KILL for exec{0} is a signal for the program")
  @ValueSource(strings = {"", " --group --timeout 1h"})
  void killForExecIsASignalForTheProgram(String options) throws Exception {
    Path mark = folder.resolve("mark");
    String script =
        "sleep 60 >/dev/null 2>&1 & trap 'kill $!; echo got >\"$0\"; exit' HUP; echo $$; wait";
    String[] line = line(" --parent-death HUP" + options, "sh", "-c", script, mark.toString());
    try (ChildProgram exec = Launcher.start(line)) {
      int program = Integer.parseInt(exec.line());
      Peer.kill("KILL", exec.pid());
      Eventually.until("the program has ended", () -> ProcFs.hasEnded(program));
      assertThat(Files.readString(mark)).isEqualTo("got\n");
    }
  }

  private static String[] line(String options, String... program) {
    List<String> line = new ArrayList<>(List.of(("exec" + options).split(" ")));
    line.addAll(List.of(program));
    return line.toArray(String[]::new);
  }

  @Test
  @DisplayName("CMD-15 status, output, scripts and failures are those without the option")
  void allElseIsTheSame() throws Exception {
    Path script = Files.writeString(folder.resolve("script"), "echo \"script $1\"; exit 7\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    assertSame("sh", "-c", "echo out; echo err >&2; exit 3");
    assertSame("sh", "-c", "kill -s TERM $$");
    assertSame(script.toString(), "word");
    assertSame("no-such-program");
    assertSame(folder.toString());
  }

  private static void assertSame(String... program) throws Exception {
    Launcher.Result without = Launcher.run(line("", program));
    Launcher.Result with = Launcher.run(line(" --parent-death KILL", program));
    assertThat(with.status()).isEqualTo(without.status());
    assertThat(with.out()).isEqualTo(without.out());
    assertThat(with.errors()).isEqualTo(without.errors());
  }
}
