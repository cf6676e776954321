package dev.signalman.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How many queued real-time signals of another process a reader takes in a second, and whether all
/// of them come, in order.
final class Flood implements Measure {
  private static final String C = "C signalfd, 64 a read";
  private static final String SELF_PIPE = "SelfPipe.take";
  private static final int TURNS = 10;
  private static final int TURNS_TO_WARM_UP = 3;
  private static final int SIGRTMIN = 34;

  /// What one turn of a system came to.
  ///
  /// @param extra read(2) calls in C, allocated bytes in Java
  private record Turn(
      long count, long nanos, long received, long reordered, long refused, long extra) {
    double perSecond() {
      return received * 1e9 / nanos;
    }
  }

  @Override
  public String name() {
    return "flood";
  }

  @Override
  public Results run(Session session) throws IOException, InterruptedException {
    String sender = session.program("sender");
    String signal = Integer.toString(SIGRTMIN);
    List<Peer> readers =
        List.of(
            session.startC(C, "flooded", signal),
            session.startJava(SELF_PIPE, "FloodPeer", signal));
    long count = Math.max(1, session.options().signals() / TURNS);
    Measure.inTurns(
        Calm.NONE, TURNS_TO_WARM_UP, readers, reader -> turn(session, sender, reader, count));
    List<Measure.Turns<Peer, Turn>> turns =
        Measure.inTurns(
            session.calm(), TURNS, readers, reader -> turn(session, sender, reader, count));
    Figure c = figure(C, turns.getFirst().results(), "reads");
    Figure pipe = figure(SELF_PIPE, turns.getLast().results(), "bytes");
    return new Results(List.of(c, pipe), compare(c, pipe, TURNS * count));
  }

  private static Turn turn(Session session, String sender, Peer reader, long count)
      throws IOException, InterruptedException {
    reader.ask(Long.toString(count));
    String pid = Integer.toString(reader.pid());
    String[] sent =
        session
            .output(List.of(sender, "flood", pid, Integer.toString(SIGRTMIN), Long.toString(count)))
            .split(" ", -1);
    String[] taken = reader.line().split(" ", -1);
    return new Turn(
        count,
        Long.parseLong(taken[0]) - Long.parseLong(sent[0]),
        Long.parseLong(taken[1]),
        Long.parseLong(taken[2]),
        Long.parseLong(sent[1]),
        Long.parseLong(taken[3]));
  }

  private Figure figure(String system, List<Turn> turns, String extra) {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put(
        "throughput", Quantiles.median(turns.stream().mapToDouble(Turn::perSecond).toArray()));
    values.put("lost", turns.stream().mapToDouble(turn -> turn.count() - turn.received()).sum());
    values.put("reordered", turns.stream().mapToDouble(Turn::reordered).sum());
    values.put("EAGAIN", turns.stream().mapToDouble(Turn::refused).sum());
    values.put(
        extra + " per signal",
        turns.stream().mapToDouble(Turn::extra).sum()
            / turns.stream().mapToDouble(Turn::received).sum());
    List<long[]> raw =
        turns.stream().map(turn -> new long[] {turn.received(), turn.nanos()}).toList();
    return new Figure(name(), system, "/s", values, raw);
  }

  private static List<Comparison> compare(Figure c, Figure pipe, long count) {
    String what = Comparison.number((double) count) + " queued RT signals, ";
    List<Comparison> lines = new ArrayList<>();
    lines.add(Comparison.atLeast(what + "throughput", pipe, c, "throughput", 0.8));
    lines.add(Comparison.exactly(what + "lost", pipe, c, "lost", 0));
    lines.add(Comparison.exactly(what + "reordered", pipe, c, "reordered", 0));
    return lines;
  }
}
