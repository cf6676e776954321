package dev.signalman.smoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.ChildProgram;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BootStopTest {
  @Test
  @DisplayName(
      "SPRING-01 SPRING-02 SPRING-03 TERM: the request in flight is answered, the next refused")
  void requestsInFlightAreAnswered() throws Exception {
    try (Smoke smoke = Smoke.start("--trouble.exit-code=true").awaitReady()) {
      CompletableFuture<HttpResponse<String>> slow = smoke.ask("/slow");
      smoke.await("slow begun");
      smoke.signal("TERM");
      smoke.await("Commencing graceful shutdown");
      assertThatThrownBy(() -> smoke.getAnew("/greeting")).isInstanceOf(IOException.class);
      smoke.tell();
      assertThat(slow.get(1, TimeUnit.MINUTES).body()).isEqualTo("slow done");
      assertThat(smoke.exit()).as("that of the ExitCodeGenerator").isEqualTo(7);
      List<String> lines = smoke.allLines();
      assertThat(lines).filteredOn(line -> line.contains("stopping by TERM from pid")).hasSize(1);
      assertLastLines(lines);
      assertThat(lines.getLast()).contains("stopped in").contains("by TERM from pid");
    }
  }

  private static void assertLastLines(List<String> lines) {
    List<String> last = lines.stream().filter(line -> line.contains("last line")).toList();
    assertThat(last).hasSize(200);
    assertThat(last.getLast()).endsWith("last line 200 of 200");
  }

  @Test
  @DisplayName("SPRING-04 a bean that is stuck is named with its stack")
  void stuckBeanIsNamed() throws Exception {
    try (Smoke smoke =
        Smoke.start("--trouble.stuck=true", "--signalman.stop.deadline=3s").awaitReady()) {
      smoke.signal("TERM");
      smoke.await("bean slowCache (dev.signalman.smoke.Troubles$SlowCache) holds the stop up");
      smoke.await("Troubles$SlowCache.writeAll");
      assertThat(smoke.exit()).isEqualTo(1);
      List<String> lines = smoke.allLines();
      assertThat(lines).anyMatch(line -> line.contains("spring/context ended as LATE"));
      assertThat(lines).anyMatch(line -> line.contains("1 late (spring/context)"));
    }
  }

  @Test
  @DisplayName("SPRING-05 TERM during the start cuts it short, and what was made is destroyed")
  void termDuringTheStart() throws Exception {
    try (Smoke smoke = Smoke.start("--trouble.start=true")) {
      smoke.await("starting");
      smoke.signal("TERM");
      smoke.await("stopping by TERM");
      smoke.tell();
      assertThat(smoke.exit()).isZero();
      List<String> lines = smoke.allLines();
      assertThat(lines).noneMatch(line -> line.startsWith("ready"));
      assertThat(lines).anyMatch(line -> line.contains("the start is cut short"));
      assertThat(lines).noneMatch(line -> line.contains("Application run failed"));
      assertLastLines(lines);
      assertThat(smoke.errors()).isEmpty();
    }
  }

  @Test
  @DisplayName(
      "SPRING-06 System.exit of other code closes the context once, in order, and keeps its status")
  void exitOfOtherCode() throws Exception {
    try (Smoke smoke = Smoke.start().awaitReady()) {
      assertThat(smoke.get("/exit").body()).isEqualTo("leaving");
      assertThat(smoke.exit()).isEqualTo(3);
      List<String> lines = smoke.allLines();
      assertThat(lines).filteredOn(line -> line.contains("stopping by System.exit")).hasSize(1);
      assertLastLines(lines);
    }
  }

  @Test
  @DisplayName("SPRING-16 a VM that forbids native access: the start fails, with the way out")
  void forbiddenNativeAccessIsTold() throws Exception {
    String jar = Objects.requireNonNull(System.getProperty("smoke.jar"));
    try (ChildProgram program =
        ChildProgram.start(
            ChildJvm.java(),
            "-XX:TieredStopAtLevel=1",
            "--illegal-native-access=deny",
            "-cp", // not -jar, which would use the manifest
            jar,
            "org.springframework.boot.loader.launch.JarLauncher")) {
      assertThat(program.exit()).isEqualTo(1);
      assertThat(String.join("\n", program.remainingLines()))
          .contains("signalman-spring-boot-starter: this VM forbids calls of the C library.")
          .contains("Start it with --enable-native-access=ALL-UNNAMED");
    }
  }
}
