package dev.signalman.cli.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signalman.cli.Launcher;
import dev.signalman.testkit.Peer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The commands as process 1 of a container.
class InitIT {
  private static final List<String> NAMESPACE =
      List.of("unshare", "--fork", "--pid", "--mount-proc", "--kill-child");

  /// Leaves a process behind that ends once it is an orphan, waits until standard error, which is a
  /// file, tells of that, and fails if it is still there then, as a zombie is.
  private static final String LEAVES_AN_ORPHAN =
      """
      orphan=$(sh -c 'sh -c "until grep -q PPid:.1\\$ /proc/\\$\\$/status; do sleep 0.01; done; exit 3" >&2 &
        echo $!')
      i=0
      until grep -q '"orphan"' /proc/$$/fd/2 || [ $i -ge 300 ]; do sleep 0.1; i=$((i + 1)); done
      [ ! -e /proc/$orphan ]
      """;

  @ParameterizedTest
  @ValueSource(strings = {"exec --json --", "every 1h --count 1 --json --"})
  void orphansAreWaitedFor(String command) throws Exception {
    List<String> probe = new ArrayList<>(NAMESPACE);
    probe.add("true");
    assumeTrue(
        Peer.run(probe.toArray(String[]::new)).status() == 0,
        "skipped: needs the right to make a pid namespace");
    List<String> line = new ArrayList<>(List.of(command.split(" ", -1)));
    line.addAll(List.of("sh", "-c", LEAVES_AN_ORPHAN));

    Launcher.Result result = Launcher.runThrough(NAMESPACE, line.toArray(String[]::new));

    assertThat(result.errors()).anyMatch(text -> text.contains("\"orphan\""));
    assertThat(result.status()).isZero();
    JsonNode orphan =
        new ObjectMapper()
            .readTree(
                result.errors().stream()
                    .filter(text -> text.contains("\"orphan\""))
                    .findFirst()
                    .orElseThrow());
    assertThat(orphan.get("code").asInt()).isEqualTo(3);
  }

  /// As after unshare(1) without a `/proc` of its own: there pid 1 is another process.
  @ParameterizedTest
  @DisplayName("CMD-10 process 1 works with the /proc of another pid namespace")
  @ValueSource(strings = {"exec", "every 1h --count 1 --"})
  void aForeignProcIsNoHindrance(String command) throws Exception {
    List<String> foreign = List.of("unshare", "--fork", "--pid", "--kill-child");
    List<String> probe = new ArrayList<>(foreign);
    probe.add("true");
    assumeTrue(
        Peer.run(probe.toArray(String[]::new)).status() == 0,
        "skipped: needs the right to make a pid namespace");
    List<String> caller = new ArrayList<>(List.of("env", "--default-signal", "a.b=c"));
    caller.addAll(foreign);
    List<String> line = new ArrayList<>(List.of(command.split(" ", -1)));
    line.addAll(
        List.of(
            "sh", "-c", "{ grep -qz ^a.b= && echo kept; } </proc/self/environ; kill -s HUP $$"));

    Launcher.Result result = Launcher.runThrough(caller, line.toArray(String[]::new));

    assertThat(result.lines()).containsExactly("kept");
    assertThat(result.status()).isEqualTo(129);
    assertThat(result.errors()).first().asString().contains("orphans cannot be told from");
  }
}
