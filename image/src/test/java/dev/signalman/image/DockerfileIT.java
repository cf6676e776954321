package dev.signalman.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.Peer;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `examples/deploy/run.Dockerfile`, line by line, without Docker: files come into a root of their
/// own, whose `/usr` is that of this machine and not that of the base image.
class DockerfileIT {
  private static final Path FILE = Path.of("../examples/deploy/run.Dockerfile");

  private static final String SERVE =
      """
      #!/bin/sh
      trap 'echo TERM; exit 3' TERM
      echo "my parent is process $PPID"
      sleep 100 &
      wait
      """;

  @TempDir Path root;

  private final Map<String, String> instructions = new HashMap<>();

  @BeforeEach
  void build() throws Exception {
    for (String line : Files.readAllLines(FILE)) {
      if (!line.startsWith("#")) {
        String[] parts = line.split(" ", 2);
        assertThat(instructions.put(parts[0], parts[1])).as(line).isNull();
      }
    }
    assertThat(instructions).containsOnlyKeys("FROM", "ADD", "COPY", "ENTRYPOINT", "CMD");
    String[] add = instruction("ADD").split(" ", 2);
    assertThat(Image.archive().getFileName().toString()).matches(add[0].replace("*", ".*"));
    Image.unpack(root.resolve(add[1].substring(1)));
    String[] copy = instruction("COPY").split(" ", 2);
    assertThat(copy[0]).isEqualTo("serve");
    Path serve = root.resolve(copy[1].substring(1));
    Files.createDirectories(serve.getParent());
    Files.writeString(serve, SERVE);
    assertThat(serve.toFile().setExecutable(true)).isTrue();
  }

  private String instruction(String name) {
    return Objects.requireNonNull(instructions.get(name), name);
  }

  private List<String> words(String name) {
    return Pattern.compile("\"([^\"]*)\"")
        .matcher(instruction(name))
        .results()
        .map(word -> word.group(1))
        .toList();
  }

  @Test
  @DisplayName(
      "IMAGE-11 the example for Docker starts its program under process 1, and TERM reaches it")
  void theExampleRuns() throws Exception {
    List<String> command = new ArrayList<>(words("ENTRYPOINT"));
    command.addAll(words("CMD"));
    Process unshare =
        new ProcessBuilder(Roots.command(root, command.toArray(String[]::new)))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = unshare.inputReader()) {
      assertThat(out.readLine()).isEqualTo("my parent is process 1");
      ProcessHandle first = unshare.children().findFirst().orElseThrow();
      Peer.kill("TERM", first.pid());
      assertThat(out.readLine()).isEqualTo("TERM");
      assertThat(unshare.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(unshare.exitValue()).isEqualTo(3);
    } finally {
      unshare.destroyForcibly();
    }
  }
}
