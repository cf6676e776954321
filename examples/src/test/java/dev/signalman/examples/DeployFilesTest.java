package dev.signalman.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalman.testkit.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The files for Docker, Kubernetes and systemd: the program's deadline is shorter than what each
/// of them grants.
class DeployFilesTest {
  private static final Path FOLDER = Path.of("deploy");
  private static final Path ANALYZE = Path.of("/usr/bin/systemd-analyze");
  private static final int NOTIFY_RELOAD = 253;
  private static final int DOCKER_GRANTS = 10;

  private static String text(String file) throws IOException {
    return Files.readString(FOLDER.resolve(file));
  }

  private static int number(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(pattern).isTrue();
    return Integer.parseInt(matcher.group(1));
  }

  @Test
  void docker() throws Exception {
    String file = text("Dockerfile");
    assertThat(number(file, "SIGNALMAN_STOP_DEADLINE=(\\d+)s")).isLessThan(DOCKER_GRANTS);
    assertThat(file).contains("ENTRYPOINT [\"java\"").doesNotContain("\nSTOPSIGNAL");
  }

  /// `DockerfileIT` of the image runs it.
  @Test
  void dockerWithAnotherProgram() throws Exception {
    String file = text("run.Dockerfile");
    assertThat(number(file, "--kill-after\", \"(\\d+)s")).isLessThan(DOCKER_GRANTS);
    assertThat(file)
        .contains("ENTRYPOINT [\"/opt/signalman/bin/signalman\", \"run\"", "\nCMD [\"")
        .doesNotContain("\nSTOPSIGNAL", "\nRUN");
  }

  @Test
  void kubernetes() throws Exception {
    String file = text("deployment.yaml");
    assertThat(number(file, "SIGNALMAN_STOP_DEADLINE, value: (\\d+)s"))
        .isLessThan(number(file, "terminationGracePeriodSeconds: (\\d+)"));
  }

  @Test
  void systemd() throws Exception {
    String file = text("app.service");
    assertThat(number(file, "SIGNALMAN_STOP_DEADLINE=(\\d+)s"))
        .isLessThan(number(file, "TimeoutStopSec=(\\d+)s"));
  }

  /// With a program that exists, because that is checked too.
  @Test
  void systemdFindsNoFault(@TempDir Path folder) throws Exception {
    assumeTrue(Files.isExecutable(ANALYZE), "skipped: no systemd");
    int version = number(Peer.run(ANALYZE.toString(), "--version").output(), "systemd (\\d+)");
    assumeTrue(version >= NOTIFY_RELOAD, "skipped: systemd " + version + " has no notify-reload");
    Path unit = folder.resolve("app.service");
    Files.writeString(unit, text("app.service").replace("/usr/bin/java", "/bin/true"));
    Peer verified = Peer.run(ANALYZE.toString(), "verify", "--man=no", unit.toString());
    assertThat(verified.output()).doesNotContain("app.service:");
    assertThat(verified.status()).isZero();
  }
}
