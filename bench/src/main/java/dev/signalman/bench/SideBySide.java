package dev.signalman.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Measures Signalman against its peers on this machine, in one go, and prints the comparison.
///
/// What it is told in the system property `bench.options` counts as arguments too. A target that is
/// missed is shown as missed and changes nothing about the exit status: 0 if all measures ran, 1 if
/// one could not, 2 for wrong usage.
@Command(
    name = "side-by-side",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Measures Signalman against C, Python and sun.misc.Signal.")
public final class SideBySide implements Callable<Integer> {
  @Mixin private final Options options = new Options();
  @Spec private CommandSpec spec = CommandSpec.create();

  private SideBySide() {}

  /// In the order in which they run.
  static List<Measure> measures() {
    return List.of(
        new Latency(Latency.Kind.ONE_PROCESS),
        new Latency(Latency.Kind.TWO_PROCESSES),
        new Latency(Latency.Kind.AFTER_REST),
        new Latency(Latency.Kind.UNDER_LOAD),
        new Flood(),
        new SendCost(),
        new Lateness(),
        SpawnRate.oneByOne(),
        SpawnRate.eightAtATime(),
        new PipeThroughput(),
        RoundTrip.onOneCpu(),
        RoundTrip.onTwoCpus(),
        new Idle(),
        new IdleChildren(),
        new ColdStart(),
        new CommandStart(),
        new StopTime(),
        new Supervising(),
        new Claims(),
        Growth.threads(),
        Growth.subscriptions(),
        Growth.signals(),
        Growth.children());
  }

  /// Runs the measures.
  public static void main(String[] args) {
    List<String> arguments = new ArrayList<>(List.of(args));
    Stream.of(System.getProperty("bench.options", "").split("\\s+", -1))
        .filter(word -> !word.isEmpty())
        .forEach(arguments::add);
    System.exit(new CommandLine(new SideBySide()).execute(arguments.toArray(String[]::new)));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Measure> chosen = choose(options.only());
    if (Machine.compiler() == null) {
      System.err.println(
          "bench: no C compiler: the peers in bench/peers are compiled with cc; install one"
              + " (Debian: apt install gcc libc6-dev)");
      return CommandLine.ExitCode.SOFTWARE;
    }
    Report report = run(options, chosen, Path.of("peers"));
    Files.createDirectories(options.output());
    Files.writeString(options.output().resolve("side-by-side.md"), report.markdown());
    Files.writeString(options.output().resolve("side-by-side.json"), report.json());
    new Plots(options.output()).draw(report);
    System.out.println(report.markdown());
    return CommandLine.ExitCode.OK;
  }

  private List<Measure> choose(List<String> names) {
    for (String name : names) {
      if (measures().stream().noneMatch(measure -> measure.name().equals(name))) {
        String known = measures().stream().map(Measure::name).collect(Collectors.joining(", "));
        throw new CommandLine.ParameterException(
            spec.commandLine(), "no measure is called " + name + "; there are: " + known);
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
    List<String> took = new ArrayList<>();
    try (Session session = new Session(options, peers)) {
      for (Measure measure : measures) {
        System.err.println("bench: " + measure.name());
        long begin = System.nanoTime();
        results.add(measure.run(session));
        session.endPeers();
        took.add(measure.name() + " " + Duration.ofNanos(System.nanoTime() - begin).toSeconds());
      }
      facts.put("quiet", session.calm().toString());
    }
    facts.put("load after", Machine.load());
    facts.put(
        "took",
        Duration.ofNanos(System.nanoTime() - start).toSeconds()
            + " s ("
            + String.join(", ", took)
            + ")");
    return new Report(facts, results);
  }
}
