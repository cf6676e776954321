package dev.signalman.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How late the ticks of a period of 1 ms come. A tick is due at start + n periods, whatever became
/// of the others.
final class Lateness implements Measure {
  private static final long PERIOD = 1_000_000;

  /// With 20 rounds these are 10 s of each system.
  private static final int TICKS_OF_A_TURN = 500;

  private static final String TIMERFD = "C timerfd";
  private static final String TIMER = "C timer_create + signalfd";
  private static final String TICKER = "Ticker";
  private static final String SIGNAL_TIMER = "SignalTimer + SelfPipe";
  private static final String EXECUTOR = "ScheduledThreadPoolExecutor";

  private record Clock(Peer peer, Board board) {}

  @Override
  public String name() {
    return "lateness";
  }

  @Override
  public Results run(Session session) throws IOException, InterruptedException {
    List<Clock> clocks = new ArrayList<>();
    clocks.add(c(session, TIMERFD, "timerfd"));
    clocks.add(c(session, TIMER, "timer"));
    clocks.add(java(session, TICKER, "ticker"));
    clocks.add(java(session, SIGNAL_TIMER, "timer"));
    clocks.add(java(session, EXECUTOR, "executor"));
    Options options = session.options();
    for (Clock clock : clocks) {
      turn(clock, Math.max(1, options.warmUp() / 5));
    }
    int ticks = Math.min(TICKS_OF_A_TURN, options.samples());
    List<Figure> figures =
        Measure.inTurns(session.calm(), options.rounds(), clocks, clock -> turn(clock, ticks))
            .stream()
            .map(turns -> figure(turns.system().peer().name(), turns.results()))
            .toList();
    return new Results(
        figures,
        compare(figures),
        List.of(Picture.spread(name(), "How late a tick of 1 ms comes", "ticks", figures)));
  }

  private static Clock c(Session session, String name, String way)
      throws IOException, InterruptedException {
    Path file = session.board("c-" + way);
    Board board = Board.open(file);
    return new Clock(session.startC(name, "ticks", way, file.toString()), board);
  }

  private static Clock java(Session session, String name, String way) throws IOException {
    Path file = session.board(way);
    Board board = Board.open(file);
    return new Clock(session.startJava(name, "TicksPeer", way, file.toString()), board);
  }

  private static long[] turn(Clock clock, int ticks) {
    long first = clock.board().arrivals();
    clock.peer().ask(ticks + " " + PERIOD);
    long[] late = new long[ticks];
    for (int i = 0; i < ticks; i++) {
      late[i] = clock.board().latency(first + i);
    }
    return late;
  }

  private Figure figure(String system, List<long[]> turns) {
    Quantiles quantiles = Quantiles.overTurns(turns);
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("median", quantiles.median() / 1000);
    values.put("p99", quantiles.p99() / 1000);
    values.put("max", quantiles.max() / 1000);
    return new Figure(name(), system, "us", values, turns);
  }

  private static List<Comparison> compare(List<Figure> figures) {
    Figure timerfd = figures.getFirst();
    List<Comparison> lines = new ArrayList<>();
    for (Figure figure : figures.subList(2, figures.size())) {
      boolean ours = !figure.system().equals(EXECUTOR);
      for (String value : List.of("median", "p99")) {
        double limit = ours && value.equals("p99") ? 1.5 : OPEN;
        lines.add(Comparison.atMost("lateness at 1 ms, " + value, figure, timerfd, value, limit));
      }
    }
    return lines;
  }
}
