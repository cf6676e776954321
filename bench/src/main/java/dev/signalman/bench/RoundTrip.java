package dev.signalman.bench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// How long a byte takes from a parent to its child and back, over a pair of connected sockets.
final class RoundTrip implements Measure {
  @Override
  public String name() {
    return "ping-pong";
  }

  @Override
  public Results run(Session session) throws IOException, InterruptedException {
    Options options = session.options();
    List<Peer> peers =
        List.of(
            session.startC("C", "children"),
            session.startJava(
                "SocketPair, child in C", "ChildrenPeer", "signalman", session.program("children")),
            session.startJava("SocketPair, JavaChild", "ChildrenPeer", "signalman"));
    for (Peer peer : peers) {
      play(peer, options.warmUp());
    }
    List<Figure> figures =
        Measure.inTurns(
                session.calm(), options.rounds(), peers, peer -> play(peer, options.samples()))
            .stream()
            .map(turns -> figure(turns.system().name(), turns.results()))
            .toList();
    String what = "socket there and back, ";
    List<Comparison> lines =
        figures.stream()
            .skip(1)
            .flatMap(ours ->
                Stream.of(
                    Comparison.atMost(what + "median", ours, figures.getFirst(), "median", 1.3),
                    Comparison.atMost(what + "p99", ours, figures.getFirst(), "p99", OPEN)))
            .toList();
    return new Results(figures, lines);
  }

  private static long[] play(Peer peer, int count) {
    return Stream.of(peer.ask("pong " + count + " 0").strip().split(" ", -1))
        .mapToLong(Long::parseLong)
        .toArray();
  }

  private Figure figure(String system, List<long[]> turns) {
    Quantiles quantiles = Quantiles.overTurns(turns);
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("median", quantiles.median() / 1000);
    values.put("p99", quantiles.p99() / 1000);
    values.put("max", quantiles.max() / 1000);
    return new Figure(name(), system, "us", values, turns);
  }
}
