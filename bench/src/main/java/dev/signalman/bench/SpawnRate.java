package dev.signalman.bench;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// How many children a second can be started and waited for.
final class SpawnRate implements Measure {
  /// NuProcess makes a tenth of the starts, or it would take most of the time of all measures.
  private static final int SLOWEST = 10;

  private final String name;
  private final int width;

  private SpawnRate(String name, int width) {
    this.name = name;
    this.width = width;
  }

  /// The next one starts when the one before has ended.
  static SpawnRate oneByOne() {
    return new SpawnRate("spawn", 1);
  }

  /// Eight are started, then all eight are waited for.
  static SpawnRate eightAtATime() {
    return new SpawnRate("spawn-8", 8);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Results run(Session session) throws IOException, InterruptedException {
    List<Peer> peers = Families.all(session);
    Options options = session.options();
    int count = Math.max(1, options.samples() / 5 / SLOWEST / width) * SLOWEST * width;
    for (Peer peer : peers) {
      warmUp(peer, count, options.warmUp());
    }
    List<Turns<Peer, Long>> turns =
        Measure.inTurns(session.calm(), options.rounds(), peers, peer -> take(peer, count));
    Map<String, Figure> figures =
        Families.rates(name, "/s", peer -> (double) count / share(peer), turns);
    String what = width == 1 ? "spawn + wait" : "spawn + wait, " + width + " at a time";
    return new Results(
        List.copyOf(figures.values()),
        List.of(
            Families.atLeast(what, figures, Families.C, 0.95),
            Families.atLeast(what, figures, Families.BUILDER, 2),
            Families.atLeast(what, figures, Families.NU_PROCESS, 1)));
  }

  /// Half a millisecond for each sample that others take: it is some thousand starts until
  /// HotSpot's last compiler has seen to all that belongs to one.
  private void warmUp(Peer peer, int count, int samples) {
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < TimeUnit.MICROSECONDS.toNanos(500L * samples)) {
      take(peer, count);
    }
  }

  /// How long a peer's share of so many takes.
  private long take(Peer peer, int count) {
    return Long.parseLong(peer.ask("spawn " + count / share(peer) + " " + width));
  }

  private static int share(Peer peer) {
    return peer.name().equals(Families.NU_PROCESS) ? SLOWEST : 1;
  }
}
