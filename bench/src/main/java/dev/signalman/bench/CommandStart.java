package dev.signalman.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How long the command line takes from its start to its end, and how much memory, beside `java
/// -version`.
final class CommandStart implements Measure {
  private static final Path LAUNCHER = Path.of("../signalman").toAbsolutePath().normalize();
  private static final Path BUILT = LAUNCHER.resolveSibling("cli/target/dist/jdk");
  private static final double MOST_MEMORY = 60;

  /// Runs in a turn's place: one run is soon over, and its time depends on what the machine did
  /// right before.
  private static final int RUNS = 3;

  private record Command(String name, List<String> words) {}

  /// @param millis from start to end
  /// @param megabytes resident at most
  private record Cost(double millis, double megabytes) {}

  @Override
  public String name() {
    return "commands";
  }

  @Override
  public Results run(Session session) throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<Command> commands = new ArrayList<>();
    commands.add(new Command("java -version", List.of(java, "-version")));
    if (Files.exists(BUILT)) { // it would build itself on first use
      commands.add(new Command("signalman list", List.of(LAUNCHER.toString(), "list")));
      commands.add(
          new Command("signalman inspect 1", List.of(LAUNCHER.toString(), "inspect", "1")));
    }
    Measure.inTurns(Calm.NONE, 1, commands, command -> take(session, command));
    List<Figure> figures =
        Measure.inTurns(
                session.calm(),
                RUNS * session.options().rounds(),
                commands,
                command -> take(session, command))
            .stream()
            .map(turns -> figure(turns.system().name(), turns.results()))
            .toList();
    return new Results(figures, compare(figures));
  }

  private static Cost take(Session session, Command command)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(session.program("run")));
    words.addAll(command.words());
    String[] answer = session.output(words).split(" ", -1);
    return new Cost(Long.parseLong(answer[0]) / 1e6, Long.parseLong(answer[1]) * 1024 / 1e6);
  }

  private Figure figure(String system, List<Cost> costs) {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("wall, ms", Quantiles.median(costs.stream().mapToDouble(Cost::millis).toArray()));
    values.put("MB", Quantiles.median(costs.stream().mapToDouble(Cost::megabytes).toArray()));
    return new Figure(
        name(), system, "", values, costs.stream().map(cost -> cost.millis()).toList());
  }

  private static List<Comparison> compare(List<Figure> figures) {
    Figure java = figures.getFirst();
    List<Comparison> lines = new ArrayList<>();
    for (Figure figure : figures.subList(1, figures.size())) {
      double limit = figure.system().equals("signalman list") ? 2 : OPEN;
      lines.add(Comparison.atMost(figure.system() + ", wall", figure, java, "wall, ms", limit));
      lines.add(
          Comparison.below(
              figure.system() + ", memory", figure, java, "MB", limit == 2 ? MOST_MEMORY : OPEN));
    }
    return lines;
  }
}
