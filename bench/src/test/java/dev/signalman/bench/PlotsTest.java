package dev.signalman.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotsTest {
  @BeforeAll
  static void needsFonts() {
    try {
      var _ =
          new Font(Font.SANS_SERIF, Font.PLAIN, 10)
              .getStringBounds("x", new FontRenderContext(null, false, false));
    } catch (Error e) { // what the JDK throws where there is no font at all
      Assumptions.abort("skipped: no fonts are installed: " + e);
    }
  }

  @Test
  void drawsWhatHasSamplesAndWhatGrows(@TempDir Path folder) throws Exception {
    Figure spread = figure("latency", "C", Map.of("median", 1.0));
    Figure few =
        figure("growth-threads", "10 threads", Map.of("threads", 10.0, "median", 5.0, "p99", 6.0));
    Figure many =
        figure("growth-threads", "20 threads", Map.of("threads", 20.0, "median", 7.0, "p99", 9.0));
    Figure rate = new Figure("spawn", "C", "/s", Map.of("rate", 1.0), List.of(1L));
    Report report =
        new Report(Map.of(), List.of(results(spread), results(few, many), results(rate)));

    new Plots(folder).draw(report);

    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("latency.svg", "growth-threads.svg");
    }
    assertThat(Files.readString(folder.resolve("growth-threads.svg")))
        .startsWith("<?xml")
        .contains(">Signalman, p99<", "with so many threads");
    assertThat(Files.readString(folder.resolve("latency.svg"))).contains(">C<");
  }

  private static Results results(Figure... figures) {
    return new Results(List.of(figures), List.of());
  }

  private static Figure figure(String measure, String system, Map<String, Double> values) {
    return new Figure(measure, system, "us", values, List.of(new long[] {1000, 2000, 3000}));
  }
}
