package dev.signalman.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.NotifyPeer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One VM from its start to a forced end.
class BootRunTest {
  @TempDir private Path folder;

  @Test
  @DisplayName(
      "SPRING-07 to SPRING-12, SPRING-25 ready, listeners, meters, reload, endpoint, drain, second TERM")
  void fromReadyToTheSecondSignal() throws Exception {
    Path file = folder.resolve("application.yaml");
    Files.writeString(file, "greeting: good morning\n");
    try (NotifyPeer manager = NotifyPeer.at(folder.resolve("notify").toString());
        Smoke smoke =
            Smoke.start(
                    List.of("env", "NOTIFY_SOCKET=" + manager.address()),
                    "--spring.config.additional-location=file:" + folder + "/",
                    "--signalman.reload.on=HUP",
                    "--signalman.stop.deadline=2m",
                    "--signalman.stop.drain-delay=1m")
                .awaitReady()) {
      String pid = smoke.pid() + " 0 ";
      assertThat(manager.take()).isEqualTo(pid + "READY=1");
      assertEndpoint(smoke.get("/actuator/signalman").body());
      smoke.signal("USR2");
      assertThat(smoke.await("listener ")).startsWith("listener SIGUSR2 from pid");
      assertThat(smoke.get("/actuator/metrics/signalman.signals?tag=signal:USR2").body())
          .contains("{\"statistic\":\"COUNT\",\"value\":1.0}");
      assertThat(smoke.get("/greeting").body()).isEqualTo("good morning");

      Files.writeString(file, "greeting: good evening\nother: 1\n");
      smoke.signal("HUP");
      assertThat(smoke.await("reloaded [")).isEqualTo("reloaded [greeting, other]");
      assertThat(smoke.get("/greeting").body()).isEqualTo("good evening");
      assertThat(manager.take()).startsWith(pid + "RELOADING=1|MONOTONIC_USEC=");
      assertThat(manager.take()).isEqualTo(pid + "READY=1");

      Files.writeString(file, "greeting: [\n");
      smoke.signal("HUP");
      smoke.await("reload of configuration failed; the old state stays in use");
      assertThat(smoke.get("/greeting").body()).isEqualTo("good evening");
      assertThat(manager.take()).startsWith(pid + "RELOADING=1");
      assertThat(manager.take()).isEqualTo(pid + "READY=1");

      assertHealth(smoke.get("/actuator/health").body(), "UP", "READY");
      smoke.signal("TERM");
      smoke.await("stopping by TERM from pid");
      assertThat(manager.take()).isEqualTo(pid + "STOPPING=1");
      Eventually.until(
          "unready", () -> smoke.get("/actuator/health/readiness").statusCode() == 503);
      assertHealth(smoke.get("/actuator/health").body(), "OUT_OF_SERVICE", "DRAINING");
      assertThat(smoke.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
      assertThat(smoke.getAnew("/greeting").body()).isEqualTo("good evening");
      assertThat(smoke.get("/actuator/signalman").body()).contains("\"cause\":\"TERM from pid");
      // One that another process sends within half a second would count as a copy.
      Eventually.until(
          "the end",
          () -> {
            smoke.signal("TERM");
            return smoke.endsWithin(Duration.ofSeconds(1));
          });
      assertThat(smoke.exit()).isEqualTo(143);
      assertThat(smoke.allLines()).anyMatch(line -> line.contains("forced to stop in"));
    }
  }

  /// The versions of Spring Boot write status and details in different orders.
  private static void assertHealth(String json, String status, String readiness) {
    int begin = json.indexOf("\"signalman\":{");
    int details = json.indexOf('}', begin);
    assertThat(json.substring(begin, json.indexOf('}', details + 1)))
        .contains("\"status\":\"" + status + "\"")
        .contains("\"readiness\":\"" + readiness + "\"");
  }

  private static void assertEndpoint(String json) {
    assertThat(json)
        .contains("\"readiness\":\"READY\"")
        .contains("\"stopOn\":[\"INT\",\"TERM\"]")
        .contains("\"reloadOn\":[\"HUP\"]")
        .contains("\"drainDelay\":\"PT1M\"")
        .contains("USR2 -> signals.user")
        .contains("\"name\":\"spring\",\"tasks\":[{\"name\":\"context\",\"state\":\"WAITING\"}]")
        .contains("\"TERM\":\"this program")
        .contains("\"children\":[]");
  }
}
