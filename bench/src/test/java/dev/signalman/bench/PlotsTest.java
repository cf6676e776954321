package dev.signalman.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
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
  void drawsCurvesAndBarsWithTheirNames(@TempDir Path folder) throws Exception {
    Figure spread = figure("latency", "C", Map.of("median", 1.0));
    Figure few = figure("growth", "10", Map.of("threads", 10.0, "median", 5.0));
    Figure many = figure("growth", "20", Map.of("threads", 20.0, "median", 7.0));
    Picture growth =
        new Picture.Curves(
            "growth",
            "By the number of threads",
            "threads",
            "microseconds",
            false,
            List.of(Picture.curve("ours", List.of(few, many), "threads", "median")));
    Picture bars =
        new Picture.Bars(
            "bars",
            "From start to end",
            "milliseconds",
            List.of("Java", "C"),
            Map.of("alone", List.of(40.0, 1.0), "cached", List.of(20.0, Double.NaN)));

    new Plots(folder)
        .draw(
            new Report(
                Map.of(),
                List.of(
                    results(Picture.spread("latency", "Spread", "signals", List.of(spread))),
                    results(growth, bars),
                    results())));

    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("latency.svg", "growth.svg", "bars.svg");
    }
    assertThat(Files.readString(folder.resolve("growth.svg")))
        .startsWith("<?xml")
        .contains(">By the number of threads<", ">ours<", ">threads<");
    assertThat(Files.readString(folder.resolve("latency.svg"))).contains(">C<", ">Spread<");
    assertThat(Files.readString(folder.resolve("bars.svg")))
        .contains(">From start to end<", ">Java<", ">cached<", ">40<", ">1<");
  }

  @Test
  void moreThanFiveLinesAreRefused() {
    Picture.Curve curve = new Picture.Curve("one", List.of(1.0), List.of(1.0));

    assertThatThrownBy(() ->
            new Picture.Curves("crowd", "Crowd", "x", "y", false, Collections.nCopies(6, curve)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Results results(Picture... pictures) {
    Figure figure = figure("measure", "system", Map.of("median", 1.0));
    return new Results(List.of(figure), List.of(), List.of(pictures));
  }

  private static Figure figure(String measure, String system, Map<String, Double> values) {
    return new Figure(measure, system, "us", values, List.of(new long[] {1000, 2000, 3000}));
  }
}
