package dev.signalman.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Measures Signalman against its peers on this machine, in one go, and prints the comparison.
///
/// What it is told in the system property `bench.options` counts as arguments too. A target that is
/// missed is shown as missed and changes nothing about the exit status: 0 if all measures ran, 1 if
/// one could not, 2 for wrong usage.
public final class SideBySide {
  private SideBySide() {}

  /// In the order in which they run.
  static List<Measure> measures() {
    return List.of(Latency.inOneProcess(), Latency.betweenProcesses(), new Flood(), new SendCost());
  }

  /// Runs the measures.
  public static void main(String[] args) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(args));
    arguments.addAll(
        System.getProperty("bench.options", "")
            .lines()
            .flatMap(line -> List.of(line.strip().split("\\s+")).stream())
            .filter(word -> !word.isEmpty())
            .toList());
    Options options;
    List<Measure> measures;
    try {
      options = Options.parse(arguments);
      measures = choose(options.only());
    } catch (IllegalArgumentException e) {
      System.err.println("bench: " + e.getMessage());
      System.err.print(Options.USAGE);
      System.exit(2);
      return;
    }
    if (Machine.compiler() == null) {
      System.err.println(
          "bench: no C compiler: the peers in bench/peers are compiled with cc; install one"
              + " (Debian: apt install gcc libc6-dev)");
      System.exit(1);
    }
    Report report = run(options, measures, Path.of("peers"));
    Files.createDirectories(options.output());
    Files.writeString(options.output().resolve("side-by-side.md"), report.markdown());
    Files.writeString(options.output().resolve("side-by-side.json"), report.json());
    System.out.println(report.markdown());
  }

  private static List<Measure> choose(List<String> names) {
    for (String name : names) {
      if (measures().stream().noneMatch(measure -> measure.name().equals(name))) {
        throw new IllegalArgumentException("no measure is called " + name);
      }
    }
    return measures().stream()
        .filter(measure -> names.isEmpty() || names.contains(measure.name()))
        .toList();
  }

  static Report run(Options options, List<Measure> measures, Path peers)
      throws IOException, InterruptedException {
    Map<String, String> facts = Machine.describe();
    facts.put("VM options", options.jvm().isEmpty() ? "none" : String.join(" ", options.jvm()));
    facts.put("load before", Machine.load());
    long start = System.nanoTime();
    List<Results> results = new ArrayList<>();
    try (Session session = new Session(options, peers)) {
      for (Measure measure : measures) {
        System.err.println("bench: " + measure.name());
        results.add(measure.run(session));
        session.endPeers();
      }
    }
    facts.put("load after", Machine.load());
    facts.put("took", Duration.ofNanos(System.nanoTime() - start).toSeconds() + " s");
    return new Report(facts, results);
  }
}
