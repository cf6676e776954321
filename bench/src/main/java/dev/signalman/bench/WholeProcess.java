package dev.signalman.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What one process cost, from its start to its end.
///
/// @param millis from start to end
/// @param cpuMillis on a CPU, on all of them together, with its children
/// @param megabytes resident at most
record WholeProcess(double millis, double cpuMillis, double megabytes) {
  /// Names of the values of a figure.
  static final String WALL = "wall, ms";

  static final String CPU = "CPU, ms";
  static final String MEMORY = "memory, MB";

  /// Runs it by a parent in C, which adds nothing to its memory.
  static WholeProcess run(Session session, List<String> command)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(session.program("run")));
    words.addAll(command);
    String[] answer = session.output(words).split(" ", -1);
    return new WholeProcess(
        Long.parseLong(answer[0]) / 1e6,
        Long.parseLong(answer[1]) / 1e6,
        Long.parseLong(answer[2]) * 1024 / 1e6);
  }

  /// Medians over all runs.
  static Figure figure(String measure, String system, List<WholeProcess> runs) {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put(WALL, Quantiles.median(runs.stream().mapToDouble(WholeProcess::millis).toArray()));
    values.put(CPU, Quantiles.median(runs.stream().mapToDouble(WholeProcess::cpuMillis).toArray()));
    values.put(
        MEMORY, Quantiles.median(runs.stream().mapToDouble(WholeProcess::megabytes).toArray()));
    return new Figure(
        measure, system, "", values, runs.stream().map(WholeProcess::millis).toList());
  }
}
