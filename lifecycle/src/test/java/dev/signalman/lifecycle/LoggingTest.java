package dev.signalman.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is logged last, with the default settings of each logging system.
class LoggingTest {
  /// Everything that a program has written before a TERM and after it.
  private static List<String> written(String system, String kind, int status) throws Exception {
    try (ChildJvm child =
        ChildJvm.of(Logs.class)
            .vm("-Dslf4j.provider=ch.qos.logback.classic.spi.LogbackServiceProvider")
            .args(system, kind)
            .start()) {
      List<String> lines = new ArrayList<>();
      String line = child.line();
      while (!line.equals("ready")) {
        lines.add(line);
        line = child.line();
      }
      Peer.kill("TERM", child.pid());
      child.expectExit(status);
      lines.addAll(child.remainingLines());
      lines.addAll(child.errors());
      return lines;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jul", "logback", "log4j2"})
  @DisplayName("STOP-100: the last line that the last task logs arrives")
  void lastWordsOfATask(String system) throws Exception {
    assertThat(written(system, "lifecycle", 0))
        .anyMatch(line -> line.endsWith("first words"))
        .anyMatch(line -> line.endsWith("words of a task"))
        .anyMatch(line -> line.endsWith("last words"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"jul", "log4j2"})
  @DisplayName(
      "STOP-101: what a shutdown hook logs is lost once the logging system has run its own")
  void lastWordsOfAHook(String system) throws Exception {
    assertThat(written(system, "hook", 143))
        .contains("the hook has logged")
        .anyMatch(line -> line.endsWith("first words"))
        .noneMatch(line -> line.endsWith("last words"));
  }

  @Test
  @DisplayName("STOP-102: logback has no hook: what another hook logs arrives")
  void lastWordsWithLogback() throws Exception {
    assertThat(written("logback", "hook", 143)).anyMatch(line -> line.endsWith("last words"));
  }
}
