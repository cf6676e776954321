package dev.signalman.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How the way of a signal depends on how much else there is: threads, receivers, claimed signals,
/// children.
final class Growth implements Measure {
  private static final long BRISK = -20_000;
  private static final int SIGNALS_OF_A_FLOOD = 20_000;

  /// It does what the reader of this library does, as long.
  private static final String C = ", C that spins too";

  private final String kind;
  private final String title;
  private final String axis;
  private final String way;
  private final List<Integer> sizes;

  private Growth(String kind, String title, String axis, String way, List<Integer> sizes) {
    this.kind = kind;
    this.title = title;
    this.axis = axis;
    this.way = way;
    this.sizes = sizes;
  }

  /// With so many threads that sleep.
  static Growth threads() {
    return new Growth(
        "threads",
        "the number of threads",
        "threads that sleep, besides the VM's own",
        "poll",
        List.of(10, 100, 500, 1000, 2000));
  }

  /// With so many queues that get every signal, and one handler that is measured.
  static Growth subscriptions() {
    return new Growth(
        "subscriptions",
        "the number of receivers",
        "queues that get every signal, too",
        "handler",
        List.of(1, 10, 100, 1000));
  }

  /// With so many other signals claimed.
  static Growth signals() {
    return new Growth(
        "signals",
        "the number of claimed signals",
        "other signals that are claimed",
        "poll",
        List.of(0, 10, 20, 40));
  }

  /// With so many children that sleep.
  static Growth children() {
    return new Growth(
        "children",
        "the number of children",
        "children that sleep",
        "poll",
        List.of(0, 10, 100, 1000));
  }

  private record Reader(int size, Peer peer, Board board) {}

  /// What one turn came to.
  private static final class Turn {
    final long[] latencies;
    final double perSecond;

    Turn(long[] latencies, double perSecond) {
      this.latencies = latencies;
      this.perSecond = perSecond;
    }
  }

  @Override
  public String name() {
    return "growth-" + kind;
  }

  @Override
  public Results run(Session session) throws IOException, InterruptedException {
    Options options = session.options();
    List<Reader> readers = new ArrayList<>();
    for (int size : sizes) {
      readers.add(start(session, size));
      if (kind.equals("threads")) {
        readers.add(startC(session, size));
      }
    }
    for (Reader reader : readers) {
      reader.peer().ask(options.warmUp() / 2 + " 0");
    }
    int rounds = Math.max(1, options.rounds() / 4);
    List<Figure> figures =
        Measure.inTurns(session.calm(), rounds, readers, reader -> turn(reader, options.samples()))
            .stream()
            .map(turns -> figure(turns.system(), turns.results()))
            .toList();
    return new Results(figures, compare(figures), List.of(picture(figures)));
  }

  private List<Comparison> compare(List<Figure> figures) {
    Figure most = named(figures, sizes.getLast() + " " + kind);
    List<Comparison> lines = new ArrayList<>();
    for (String other : List.of(sizes.getFirst() + " " + kind, most.system() + C)) {
      figures.stream()
          .filter(figure -> figure.system().equals(other))
          .forEach(figure ->
              lines.add(
                  Comparison.atMost(
                      "kill() to reader, with so much", most, figure, "median", OPEN)));
    }
    return lines;
  }

  private Picture picture(List<Figure> figures) {
    List<Figure> c = figures.stream().filter(figure -> figure.system().endsWith(C)).toList();
    List<Figure> ours = figures.stream().filter(figure -> !c.contains(figure)).toList();
    List<Picture.Curve> curves = new ArrayList<>();
    curves.add(Picture.curve("Signalman, median", ours, kind, "median"));
    curves.add(Picture.curve("Signalman, 99 % are below", ours, kind, "p99"));
    if (!c.isEmpty()) {
      curves.add(Picture.curve("C that spins too, median", c, kind, "median"));
      curves.add(Picture.curve("C that spins too, 99 % are below", c, kind, "p99"));
    }
    return new Picture.Curves(
        name(), "From kill() to the reader, by " + title, axis, "microseconds", false, curves);
  }

  private static Figure named(List<Figure> figures, String system) {
    return figures.stream()
        .filter(figure -> figure.system().equals(system))
        .findFirst()
        .orElseThrow();
  }

  private Reader start(Session session, int size) throws IOException {
    Path file = session.board(kind + size);
    Board board = Board.open(file);
    Peer peer =
        session.startJava(
            size + " " + kind, "LatencyPeer", way, file.toString(), kind, Integer.toString(size));
    return new Reader(size, peer, board);
  }

  private Reader startC(Session session, int size) throws IOException, InterruptedException {
    Path file = session.board("c" + size);
    Board board = Board.open(file);
    Peer peer =
        session.startC(
            size + " " + kind + C, "reader", "spins", file.toString(), Integer.toString(size));
    return new Reader(size, peer, board);
  }

  private static Turn turn(Reader reader, int count) {
    long first = reader.board().arrivals();
    reader.peer().ask(count + " " + BRISK);
    long[] latencies = new long[count];
    for (int i = 0; i < count; i++) {
      latencies[i] = reader.board().latency(first + i);
    }
    int flood = Math.min(SIGNALS_OF_A_FLOOD, 10 * count);
    long begin = System.nanoTime();
    reader.peer().ask(flood + " 0");
    return new Turn(latencies, flood * 1e9 / (System.nanoTime() - begin));
  }

  private Figure figure(Reader reader, List<Turn> turns) {
    Quantiles quantiles = Quantiles.overTurns(turns.stream().map(turn -> turn.latencies).toList());
    Map<String, Double> values = new LinkedHashMap<>();
    values.put(kind, (double) reader.size());
    values.put("median", quantiles.median() / 1000);
    values.put("p99", quantiles.p99() / 1000);
    values.put(
        "signals/s",
        Quantiles.median(turns.stream().mapToDouble(turn -> turn.perSecond).toArray()));
    return new Figure(
        name(),
        reader.peer().name(),
        "us",
        values,
        turns.stream().map(turn -> turn.latencies).toList());
  }
}
