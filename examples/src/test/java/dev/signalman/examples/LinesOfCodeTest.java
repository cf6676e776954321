package dev.signalman.examples;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LinesOfCodeTest {
  private static final Path SOURCES = Path.of("src/main/java");

  /// What the same programs take in Python.
  private static final Map<String, Integer> PYTHON =
      Map.ofEntries(
          entry("Recursion", 10),
          entry("SelfPipeServer", 30),
          entry("ReceiveSignal", 12),
          entry("GetSignal", 14),
          entry("AlarmDemo", 11),
          entry("AlarmLoop", 10),
          entry("IgnoreAndPause", 9),
          entry("ThreadsReceive", 27),
          entry("AlarmWhileJoining", 30),
          entry("ThreadsAlarm", 21),
          entry("CleanupOnHangup", 20),
          entry("RecursionWithChild", 13 + 8),
          entry("EchoSockets", 28),
          entry("PipeSpam", 22),
          entry("SelectorServer", 36));

  /// A program without a counterpart in Python is short enough to be copied.
  private static final Map<String, Integer> ALONE =
      Map.of("WebServer", 60, "ProcessOne", 25, "HandoverServer", 55);

  @Test
  void noProgramIsLongerThanInPython() throws Exception {
    try (Stream<Path> programs = Files.list(SOURCES)) {
      assertThat(programs)
          .hasSize(PYTHON.size() + ALONE.size())
          .allSatisfy(program -> {
            String name = program.getFileName().toString().replace(".java", "");
            int most = PYTHON.getOrDefault(name, ALONE.getOrDefault(name, 0));
            assertThat(linesOfCode(program)).isLessThanOrEqualTo(most);
          });
    }
  }

  private static int linesOfCode(Path program) throws Exception {
    try (Stream<String> lines = Files.lines(program)) {
      return Math.toIntExact(
          lines
              .map(String::strip)
              .filter(line -> !line.isEmpty() && !line.startsWith("//"))
              .count());
    }
  }
}
