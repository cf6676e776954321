package dev.signalman.trial;

import dev.signalman.bench.Json;
import dev.signalman.bench.Machine;
import dev.signalman.bench.Picture;
import dev.signalman.bench.Plots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Stops the same service in four ways, again and again in turn, and writes down how long it took,
/// what was lost and what was said.
///
/// What it is told in the system property `trial.options` counts as arguments too.
@Command(
    name = "trial",
    mixinStandardHelpOptions = true,
    description = "Stops the same service in four ways.")
public final class Trial implements Callable<Integer> {
  @Option(names = "--rounds", description = "stops of each at work, and idle (12)")
  private int rounds = 12;

  @Option(names = "--hanging", description = "stops of each with a cache that hangs (3)")
  private int hanging = 3;

  @Option(names = "--limit", description = "seconds until what does not end is killed (15)")
  private int limit = 15;

  @Option(names = "--out", description = "where stops.md, stops.json and pictures go (target)")
  private Path output = Path.of("target");

  @Spec private CommandSpec spec = CommandSpec.create();

  private final List<Stop> stops = new ArrayList<>();

  private Trial() {}

  /// Runs it.
  public static void main(String[] args) {
    List<String> arguments = new ArrayList<>(List.of(args));
    Stream.of(System.getProperty("trial.options", "").split("\\s+", -1))
        .filter(word -> !word.isEmpty())
        .forEach(arguments::add);
    System.exit(new CommandLine(new Trial()).execute(arguments.toArray(String[]::new)));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (rounds < 1 || hanging < 1) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "without a stop of each kind there is nothing to compare");
    }
    Map<String, String> facts = Machine.describeWithoutPeers();
    facts.put("load before", Machine.load());
    for (int round = 0; round < rounds; round++) {
      System.err.println("trial: round " + (round + 1) + " of " + rounds);
      List<Scenario> scenarios = List.of(Scenario.BUSY, Scenario.IDLE);
      runAll(round(round, rounds), round, Contender.all(), scenarios);
    }
    for (int round = 0; round < hanging; round++) {
      System.err.println("trial: hanging, round " + (round + 1) + " of " + hanging);
      List<Scenario> scenarios = List.of(Scenario.HANGS, Scenario.HANGS_AGAIN);
      runAll(round(round, hanging), round, Contender.hanging(), scenarios);
    }
    facts.put("load after", Machine.load());
    write(facts);
    return CommandLine.ExitCode.OK;
  }

  /// TERM comes at the same point of the work to all of a round, and later than in the last round.
  private Round round(int round, int of) {
    return new Round(Duration.ofSeconds(limit), Round.PERIOD_MILLIS * round / of);
  }

  /// Each round begins with another one, so that none always comes after the same.
  private void runAll(Round round, int turn, List<Contender> contenders, List<Scenario> scenarios)
      throws IOException, InterruptedException {
    List<Contender> order = new ArrayList<>(contenders);
    Collections.rotate(order, turn);
    for (Scenario scenario : scenarios) {
      for (Contender contender : order) {
        stops.add(round.run(contender, scenario));
      }
    }
  }

  private void write(Map<String, String> facts) throws IOException {
    Stops all = new Stops(stops);
    StringBuilder text = new StringBuilder();
    facts.forEach((name, value) -> text.append("- " + name + ": " + value + "\n"));
    text.append(Tables.of(all));
    Files.createDirectories(output);
    Files.writeString(output.resolve("stops.md"), text);
    Files.writeString(output.resolve("stops.json"), json(facts));
    for (Picture picture : Pictures.of(all)) {
      new Plots(output).draw(picture);
    }
    System.out.println(text);
  }

  private String json(Map<String, String> facts) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("machine", facts);
    all.put("stops", stops.stream().map(Stop::asMap).toList());
    return Json.of(all) + "\n";
  }
}
