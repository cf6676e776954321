package dev.signalman.bench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// How long a byte takes from a parent to its child and back, over a pair of connected sockets.
///
/// Both are held to given CPUs: where the scheduler puts them by itself is a matter of chance, and
/// decides about more than half of the figure.
final class RoundTrip implements Measure {
  private static final int PARENTS_CPU = Machine.cpus().getFirst();

  private final String name;
  private final int childsCpu;

  private RoundTrip(String name, int childsCpu) {
    this.name = name;
    this.childsCpu = childsCpu;
  }

  /// Parent and child take turns on the same CPU.
  static RoundTrip onOneCpu() {
    return new RoundTrip("ping-pong", PARENTS_CPU);
  }

  /// Each has a CPU of its own, and each wakes the other's.
  static RoundTrip onTwoCpus() {
    return new RoundTrip("ping-pong-2", Machine.cpus().getLast());
  }

  @Override
  public String name() {
    return name;
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
      session.hold(peer, PARENTS_CPU);
      play(peer, options.warmUp());
    }
    List<Figure> figures =
        Measure.inTurns(
                session.calm(), options.rounds(), peers, peer -> play(peer, options.samples()))
            .stream()
            .map(turns -> figure(turns.system().name(), turns.results()))
            .toList();
    String what =
        "socket there and back, " + (childsCpu == PARENTS_CPU ? "one CPU, " : "two CPUs, ");
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

  private long[] play(Peer peer, int count) {
    return Stream.of(peer.ask("pong " + count + " " + childsCpu).strip().split(" ", -1))
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
