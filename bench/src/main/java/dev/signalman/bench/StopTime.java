package dev.signalman.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a VM that has just started takes from TERM to its end: alone, with a shutdown hook, and
/// with a lifecycle.
final class StopTime implements Measure {
  private static final String TIME = "TERM to end, ms";
  private static final String BARE = "a bare VM";
  private static final String HOOK = "a VM with a hook";
  private static final String LIFECYCLE = "a Lifecycle without tasks";
  private static final String TASK = "a Lifecycle with a task";
  private static final Map<String, String> WAYS = ways();

  private static final int MOST_ROUNDS = 20;
  private static final double MOST_ABOVE = 5;
  private static final double MOST_WITH_A_TASK = 45;

  private static Map<String, String> ways() {
    Map<String, String> ways = new LinkedHashMap<>();
    ways.put(BARE, "bare");
    ways.put(HOOK, "hook");
    ways.put(LIFECYCLE, "lifecycle");
    ways.put(TASK, "task");
    return ways;
  }

  @Override
  public String name() {
    return "stop";
  }

  @Override
  public Results run(Session session) throws IOException, InterruptedException {
    List<String> systems = List.copyOf(WAYS.keySet());
    Measure.inTurns(Calm.NONE, 1, systems, system -> stop(session, system));
    Map<String, Figure> figures = new LinkedHashMap<>();
    for (Turns<String, Double> turns :
        Measure.inTurns(
            session.calm(),
            Math.min(MOST_ROUNDS, session.options().rounds()),
            systems,
            system -> stop(session, system))) {
      figures.put(turns.system(), figure(turns.system(), turns.results()));
    }
    return new Results(List.copyOf(figures.values()), compare(figures));
  }

  private static double stop(Session session, String system)
      throws IOException, InterruptedException {
    try (Peer peer = session.startJava(system, "StopPeer", WAYS.getOrDefault(system, ""))) {
      return peer.terminate() / 1e6;
    }
  }

  private Figure figure(String system, List<Double> millis) {
    double median = Quantiles.median(millis.stream().mapToDouble(Double::doubleValue).toArray());
    return new Figure(name(), system, "", Map.of(TIME, median), millis);
  }

  private static List<Comparison> compare(Map<String, Figure> figures) {
    Figure bare = figures.get(BARE);
    Figure hook = figures.get(HOOK);
    Figure lifecycle = figures.get(LIFECYCLE);
    Figure task = figures.get(TASK);
    if (bare == null || hook == null || lifecycle == null || task == null) {
      throw new IllegalStateException("a system was left out: " + figures.keySet());
    }
    List<Comparison> lines = new ArrayList<>();
    String what = "TERM to the end of a young VM";
    lines.add(Comparison.below(what, lifecycle, bare, TIME, bare.value(TIME) + MOST_ABOVE));
    lines.add(Comparison.below(what, lifecycle, hook, TIME, Double.NaN));
    lines.add(Comparison.below(what, task, hook, TIME, MOST_WITH_A_TASK));
    return lines;
  }
}
