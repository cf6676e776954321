package dev.signalman.bench;

import static dev.signalman.bench.LatencyReaders.ALONE;
import static dev.signalman.bench.LatencyReaders.BARE;
import static dev.signalman.bench.LatencyReaders.BARE_TIMED;
import static dev.signalman.bench.LatencyReaders.C_CROWD;
import static dev.signalman.bench.LatencyReaders.C_READ;
import static dev.signalman.bench.LatencyReaders.C_SLEEPS;
import static dev.signalman.bench.LatencyReaders.C_SPINS;
import static dev.signalman.bench.LatencyReaders.C_SPINS_TIMED;
import static dev.signalman.bench.LatencyReaders.C_TIMED;
import static dev.signalman.bench.LatencyReaders.HANDLER;
import static dev.signalman.bench.LatencyReaders.POLL;
import static dev.signalman.bench.LatencyReaders.PYTHON;
import static dev.signalman.bench.LatencyReaders.SUN;
import static dev.signalman.bench.LatencyReaders.TAKE;
import static dev.signalman.bench.Measure.OPEN;

import java.util.ArrayList;
import java.util.List;

/// What the readers of [Latency] are compared with, and what they should reach. A target stands
/// only between two that wait alike: both spin, or both sleep.
final class LatencyTargets {
  /// Name of the value that tells what a signal costs the reader.
  static final String CPU = "CPU per signal";

  private static final String MEDIAN = "median";
  private static final String P99 = "p99";

  private final Latency.Kind kind;
  private final List<Figure> figures;
  private final List<Comparison> lines = new ArrayList<>();

  LatencyTargets(Latency.Kind kind, List<Figure> figures) {
    this.kind = kind;
    this.figures = figures;
  }

  List<Comparison> compare() {
    switch (kind) {
      case ONE_PROCESS, TWO_PROCESSES -> brisk();
      case AFTER_REST -> afterRest();
      case UNDER_LOAD -> beside(OPEN);
    }
    if (kind != Latency.Kind.ONE_PROCESS) {
      line(TAKE, C_SPINS, CPU, OPEN);
      line(TAKE, C_SLEEPS, CPU, OPEN);
      line(HANDLER, C_SPINS, CPU, OPEN);
    }
    return lines;
  }

  /// Each signal comes while the reader still asks for it.
  private void brisk() {
    line(TAKE, C_SPINS, MEDIAN, 1.15);
    line(TAKE, C_SPINS, P99, 2);
    line(POLL, C_SPINS_TIMED, MEDIAN, 1.15);
    line(POLL, C_SPINS_TIMED, P99, 2);
    line(HANDLER, C_SPINS, MEDIAN, OPEN);
    line(ALONE, TAKE, MEDIAN, OPEN);
    line(ALONE, TAKE, P99, OPEN);
    line(TAKE, C_READ, MEDIAN, OPEN);
    line(TAKE, C_SLEEPS, MEDIAN, OPEN);
    line(TAKE, C_SLEEPS, P99, OPEN);
    line(POLL, C_TIMED, MEDIAN, OPEN);
    line(HANDLER, PYTHON, MEDIAN, 0.5);
    line(HANDLER, PYTHON, P99, OPEN);
    line(TAKE, SUN, MEDIAN, 0.1);
    line(HANDLER, SUN, MEDIAN, OPEN);
  }

  /// All readers are asleep when a signal comes, also those that spin at other times.
  private void afterRest() {
    line(TAKE, BARE, MEDIAN, 1.05);
    line(POLL, BARE_TIMED, MEDIAN, 1.05);
    line(ALONE, TAKE, MEDIAN, OPEN);
    line(HANDLER, BARE, MEDIAN, OPEN);
    line(HANDLER, PYTHON, MEDIAN, 0.95);
    line(TAKE, C_CROWD, MEDIAN, OPEN);
    beside(0.1);
  }

  private void beside(double limit) {
    line(TAKE, C_SPINS, MEDIAN, OPEN);
    line(TAKE, C_SLEEPS, MEDIAN, OPEN);
    line(TAKE, C_SLEEPS, P99, OPEN);
    line(POLL, C_TIMED, MEDIAN, OPEN);
    line(HANDLER, PYTHON, P99, OPEN);
    line(TAKE, SUN, MEDIAN, limit);
    line(HANDLER, SUN, MEDIAN, OPEN);
  }

  private void line(String ours, String against, String value, double limit) {
    for (Figure other : figures) {
      if (other.system().equals(against)) { // Python may be missing
        String what = ours.equals(HANDLER) ? "kill() to handler, " : "kill() to poll(), ";
        lines.add(
            Comparison.atMost(
                what + kind.measure + ", " + value, named(ours), other, value, limit));
      }
    }
  }

  private Figure named(String system) {
    return figures.stream()
        .filter(figure -> figure.system().equals(system))
        .findFirst()
        .orElseThrow();
  }

  Picture picture() {
    List<String> shown =
        switch (kind) {
          case ONE_PROCESS -> List.of(C_SLEEPS, C_SPINS, TAKE, HANDLER, SUN);
          case TWO_PROCESSES, UNDER_LOAD -> List.of(C_SLEEPS, C_SPINS, TAKE, HANDLER, PYTHON);
          case AFTER_REST -> List.of(C_SLEEPS, BARE, TAKE, HANDLER, PYTHON);
        };
    return Picture.spread(
        kind.measure,
        "From kill() to the program that reads: " + circumstances(),
        "signals",
        shown.stream()
            .flatMap(name -> figures.stream().filter(figure -> figure.system().equals(name)))
            .toList());
  }

  private String circumstances() {
    return switch (kind) {
      case ONE_PROCESS -> "from a thread beside it, every 20 us";
      case TWO_PROCESSES -> "from another process, every 20 us";
      case AFTER_REST -> "a signal every millisecond";
      case UNDER_LOAD -> "while other programs want all CPUs";
    };
  }
}
