package dev.signalman.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Bytes a second through a pipe to `cat` and back, in blocks of 64 KiB, written by one thread and
/// read by another.
final class PipeThroughput implements Measure {
  /// For each sample of a turn: 2000 are half a GiB.
  private static final int BYTES = 262_144;

  /// What a pipe of [Families#SPAWN] holds once it has grown, from the start.
  private static final String WIDE = "C, 256 KiB pipes";

  private static final int WIDTH = 262_144;

  @Override
  public String name() {
    return "pipe";
  }

  @Override
  public Results run(Session session) throws IOException, InterruptedException {
    List<Peer> peers = new ArrayList<>(Families.all(session));
    peers.add(session.startC(WIDE, "children"));
    Options options = session.options();
    long bytes = (long) BYTES * options.samples();
    for (Peer peer : peers) {
      take(peer, (long) BYTES * Math.min(options.samples(), options.warmUp() / 10));
    }
    List<Turns<Peer, Long>> turns =
        Measure.inTurns(session.calm(), options.rounds(), peers, peer -> take(peer, bytes));
    Map<String, Figure> figures = Families.rates(name(), "MB/s", _ -> bytes / 1e6, turns);
    String what = "through cat and back";
    return new Results(
        List.copyOf(figures.values()),
        List.of(
            Families.atLeast(what, figures, Families.C, 0.9),
            Families.atLeast(what, figures, WIDE, OPEN),
            Families.atLeast(what, figures, Families.BUILDER, OPEN),
            Families.atLeast(what, figures, Families.NU_PROCESS, OPEN)));
  }

  private static long take(Peer peer, long bytes) {
    return Long.parseLong(peer.ask("pipe " + bytes + " " + (peer.name().equals(WIDE) ? WIDTH : 0)));
  }
}
