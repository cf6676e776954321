package dev.signalman.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A stop without native code.
class PortableStopTest {
  private static ChildJvm portable(String... args) throws Exception {
    ChildJvm child =
        ChildJvm.of(Subject.class)
            .vm("-Dsignalman.mode=portable")
            .denyNativeAccess()
            .args(args)
            .start();
    while (!child.line().equals("ready")) {
      // What comes before is not about the stop.
    }
    return child;
  }

  @Test
  @DisplayName(
      "PORT-10: in portable mode a signal runs the stages in order, then the hooks; no sender is"
          + " reported")
  void signal() throws Exception {
    try (ChildJvm child =
        portable("task=first/a print", "task=second/b print", "hook=print", "reload=HUP")) {
      Peer.kill("HUP", child.pid());
      Peer.kill("TERM", child.pid());
      List<String> lines = Stopping.rest(child);
      child.expectExit(0);
      assertThat(lines)
          .containsSubsequence(
              "a begun in stop/first/a", "a ended", "b begun in stop/second/b", "b ended", "hook");
      JsonNode cause = Stopping.report(lines).get("cause");
      assertThat(cause.get("signal").asText()).isEqualTo("SIGTERM");
      assertThat(cause.get("pid").asInt()).isZero();
      assertThat(lines)
          .anyMatch(line -> line.matches("ended stopped in .* by TERM from an unknown sender:.*"));
      assertThat(child.errors()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"status=signal", "status=by"})
  @DisplayName("PORT-11: in portable mode the status of a stop by signal is that of the shell")
  void status(String status) throws Exception {
    try (ChildJvm child = portable("task=first/a print", status)) {
      Peer.kill("INT", child.pid());
      assertThat(Stopping.rest(child)).contains("a ended");
      child.expectExit(130);
      assertThat(child.errors()).isEmpty();
    }
  }
}
