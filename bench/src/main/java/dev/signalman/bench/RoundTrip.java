package dev.signalman.bench;

import java.io.IOException;
import java.util.ArrayList;
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

  private static final String C = "C, both sleep";
  private static final String C_PARENT_SPINS = "C, parent spins 50 us, then sleeps";
  private static final String C_BOTH_SPIN = "C, both spin 50 us, then sleep";
  private static final String CHILD_IN_C = "SocketPair, spins up to 50 us; child in C, sleeps";
  private static final String CHILD_IN_JAVA = "SocketPair, JavaChild, both spin up to 50 us";

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
    List<Peer> peers = new ArrayList<>();
    peers.add(session.startC(C, "children"));
    if (!sharesOneCpu()) { // there it would only keep the other from running
      peers.add(session.startC(C_PARENT_SPINS, "children", "parent"));
      peers.add(session.startC(C_BOTH_SPIN, "children", "both"));
    }
    String program = session.program("children");
    peers.add(session.startJava(CHILD_IN_C, "ChildrenPeer", "signalman", program));
    peers.add(session.startJava(CHILD_IN_JAVA, "ChildrenPeer", "signalman"));
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
    return new Results(figures, compare(figures), List.of(picture(figures)));
  }

  private boolean sharesOneCpu() {
    return childsCpu == PARENTS_CPU;
  }

  /// On two CPUs ours ask for a moment before they sleep, so C that does the same stands beside
  /// them.
  private List<Comparison> compare(List<Figure> figures) {
    List<Comparison> lines = new ArrayList<>();
    Map<String, String> alike =
        Map.of(
            CHILD_IN_C,
            sharesOneCpu() ? C : C_PARENT_SPINS,
            CHILD_IN_JAVA,
            sharesOneCpu() ? C : C_BOTH_SPIN);
    for (Figure ours : figures) {
      String like = alike.get(ours.system());
      if (like != null) {
        for (Figure c : figures) {
          if (c.system().equals(like) || c.system().equals(C)) {
            double limit = c.system().equals(like) ? 1.3 : OPEN;
            String what = "socket there and back, " + (sharesOneCpu() ? "one CPU, " : "two CPUs, ");
            lines.add(Comparison.atMost(what + "median", ours, c, "median", limit));
            lines.add(Comparison.atMost(what + "p99", ours, c, "p99", OPEN));
          }
        }
      }
    }
    return lines;
  }

  private Picture picture(List<Figure> figures) {
    return Picture.spread(
        name,
        "A byte from a parent to its child and back, "
            + (sharesOneCpu() ? "both on one CPU" : "each on a CPU of its own"),
        "round trips",
        figures);
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
