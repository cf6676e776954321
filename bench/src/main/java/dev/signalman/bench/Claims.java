package dev.signalman.bench;

import dev.signalman.Capabilities.Mode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What it takes to claim a signal and to give it back, in processes with few and with many
/// threads: each has to block it, but for a claim that asks for the handler code alone.
final class Claims implements Measure {
  private static final String CLAIM = "claim, ms";
  private static final String RELEASE = "release, ms";
  private static final String THREADS = "threads";

  /// With the most rounds these are 15 of each.
  private static final int OF_A_TURN = 3;

  private static final int MOST_ROUNDS = 5;

  /// A few, with so many threads that one takes long.
  private static final int LEAST_WARM_UP = 10;

  private record Size(int threads, Mode mode, double limit) {
    @Override
    public String toString() {
      return threads + " threads" + (mode == Mode.FULL ? "" : ", by the handler code alone");
    }
  }

  private static final List<Size> SIZES =
      List.of(
          new Size(20, Mode.FULL, 1.5),
          new Size(100, Mode.FULL, OPEN),
          new Size(500, Mode.FULL, OPEN),
          new Size(2_000, Mode.FULL, 25),
          new Size(4_000, Mode.FULL, OPEN),
          new Size(20, Mode.HANDLER_ONLY, OPEN),
          new Size(2_000, Mode.HANDLER_ONLY, OPEN));

  private record Claimant(Size size, Peer peer) {}

  @Override
  public String name() {
    return "claims";
  }

  @Override
  public Results run(Session session) throws IOException, InterruptedException {
    Options options = session.options();
    List<Claimant> claimants = new ArrayList<>();
    for (Size size : SIZES) {
      String threads = Integer.toString(size.threads());
      String mode = size.mode().name();
      Peer peer = session.startJava(size.toString(), "ClaimsPeer", threads, mode);
      take(peer, Math.max(LEAST_WARM_UP, options.warmUp() / 5 / size.threads()));
      claimants.add(new Claimant(size, peer));
    }
    List<Figure> figures =
        Measure.inTurns(
                session.calm(),
                Math.min(MOST_ROUNDS, options.rounds()),
                claimants,
                claimant -> take(claimant.peer(), OF_A_TURN))
            .stream()
            .map(turns -> figure(turns.system(), turns.results()))
            .toList();
    return new Results(figures, compare(figures), List.of(picture(figures)));
  }

  /// @return nanoseconds of a claim, of its release, of the next claim, and so on
  private static long[] take(Peer peer, int count) {
    return Stream.of(peer.ask(Integer.toString(count)).strip().split(" ", -1))
        .mapToLong(Long::parseLong)
        .toArray();
  }

  private Figure figure(Claimant claimant, List<long[]> turns) {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put(THREADS, (double) claimant.size().threads());
    values.put(CLAIM, median(turns, 0));
    values.put(RELEASE, median(turns, 1));
    return new Figure(name(), claimant.peer().name(), "", values, turns);
  }

  private static double median(List<long[]> turns, int first) {
    return Quantiles.median(
        turns.stream()
            .flatMapToDouble(turn ->
                IntStream.range(0, turn.length / 2).mapToDouble(i -> turn[2 * i + first] / 1e6))
            .toArray());
  }

  private static List<Comparison> compare(List<Figure> figures) {
    Figure few = figures.getFirst();
    List<Comparison> lines = new ArrayList<>();
    for (int i = 0; i < SIZES.size(); i++) {
      for (String value : List.of(CLAIM, RELEASE)) {
        String what = "one signal, warm, " + value.substring(0, value.indexOf(','));
        Figure figure = figures.get(i);
        double limit = SIZES.get(i).limit();
        if (!Double.isNaN(limit)) {
          lines.add(Comparison.within(what, figure, value, limit));
        }
        if (i > 0) {
          lines.add(Comparison.atMost(what, figure, few, value, OPEN));
        }
      }
    }
    return lines;
  }

  private static Picture picture(List<Figure> all) {
    List<Figure> figures = new ArrayList<>();
    for (int i = 0; i < SIZES.size(); i++) {
      if (SIZES.get(i).mode() == Mode.FULL) {
        figures.add(all.get(i));
      }
    }
    return new Picture.Curves(
        "claims",
        "Claiming a signal and giving it back, by the number of threads",
        "threads in the process",
        "milliseconds, median",
        false,
        List.of(
            Picture.curve("claim", figures, THREADS, CLAIM),
            Picture.curve("release", figures, THREADS, RELEASE)));
  }
}
