package dev.signalman.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// The processes that have children, in all measures about them.
final class Families {
  static final String C = "C posix_spawn";
  static final String SPAWN = "Spawn";
  static final String BUILDER = "ProcessBuilder";
  static final String NU_PROCESS = "NuProcess 3.0.0";

  private Families() {}

  static List<Peer> all(Session session) throws IOException, InterruptedException {
    List<Peer> peers = new ArrayList<>();
    peers.add(session.startC(C, "children"));
    peers.add(session.startJava(SPAWN, "ChildrenPeer", "signalman"));
    peers.add(session.startJava(BUILDER, "ChildrenPeer", "builder"));
    peers.add(session.startJava(NU_PROCESS, "ChildrenPeer", "nuprocess"));
    return peers;
  }

  /// Rates from what each turn took, in the order of the systems.
  ///
  /// @param amount how much a system does in a turn
  static Map<String, Figure> rates(
      String measure,
      String unit,
      ToDoubleFunction<Peer> amount,
      List<Measure.Turns<Peer, Long>> all) {
    Map<String, Figure> figures = new LinkedHashMap<>();
    for (Measure.Turns<Peer, Long> turns : all) {
      double done = amount.applyAsDouble(turns.system());
      double[] rates = turns.results().stream().mapToDouble(nanos -> done * 1e9 / nanos).toArray();
      String name = turns.system().name();
      Map<String, Double> values = Map.of("rate", Quantiles.median(rates));
      figures.put(name, new Figure(measure, name, unit, values, turns.results()));
    }
    return figures;
  }

  static Comparison atLeast(
      String what, Map<String, Figure> figures, String against, double limit) {
    Figure ours = figures.get(SPAWN);
    Figure theirs = figures.get(against);
    if (ours == null || theirs == null) {
      throw new IllegalStateException("not measured: " + against);
    }
    return Comparison.atLeast(what, ours, theirs, "rate", limit);
  }
}
