package dev.signalman.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a call that sends costs its caller. The receiver ignores the signal, so that nothing else
/// is counted.
final class SendCost implements Measure {
  private static final int CALLS = 2_000;

  /// Ignored by default, so that a process which has not changed anything never sees it.
  private static final String WINCH = "28";

  private record Call(String name, Peer peer, String operation) {}

  @Override
  public String name() {
    return "cost";
  }

  @Override
  public Results run(Session session) throws IOException, InterruptedException {
    Process receiver = new ProcessBuilder("sleep", "600").start();
    Process other = new ProcessBuilder("sleep", "600").start();
    try {
      return run(session, Long.toString(receiver.pid()), Long.toString(other.pid()));
    } finally {
      receiver.destroy();
      other.destroy();
    }
  }

  private Results run(Session session, String pid, String other)
      throws IOException, InterruptedException {
    Peer c = session.startC("C", "cost", pid, other, WINCH);
    Peer java = session.startJava("Java", "CostPeer", pid, other, WINCH);
    List<Call> calls =
        List.of(
            new Call("C kill", c, "kill"),
            new Call("C pidfd_open + send + close", c, "pidfd"),
            new Call("C pidfd_send_signal", c, "held"),
            new Call("C sigqueue", c, "sigqueue"),
            new Call("Signals.send", java, "send"),
            new Call("Signals.send with a value", java, "queue"),
            new Call("OtherProcess.send", java, "held-send"),
            new Call("OtherProcess.send with a value", java, "held-queue"));
    Options options = session.options();
    Measure.inTurns(Calm.NONE, 1 + options.warmUp() / CALLS, calls, SendCost::time);
    Map<String, Figure> figures = new LinkedHashMap<>();
    for (var turns : Measure.inTurns(session.calm(), options.rounds(), calls, SendCost::time)) {
      String name = turns.system().name();
      figures.put(name, figure(name, turns.results()));
    }
    return new Results(List.copyOf(figures.values()), compare(figures));
  }

  private static long time(Call call) {
    return Long.parseLong(call.peer().ask(call.operation() + " " + CALLS));
  }

  private Figure figure(String system, List<Long> times) {
    double[] each = times.stream().mapToDouble(time -> (double) time / CALLS).toArray();
    return new Figure(name(), system, "ns", Map.of("median", Quantiles.median(each)), times);
  }

  private static List<Comparison> compare(Map<String, Figure> figures) {
    List<Comparison> lines = new ArrayList<>();
    compare(lines, figures, "Signals.send", "C kill");
    compare(lines, figures, "Signals.send", "C pidfd_open + send + close");
    compare(lines, figures, "OtherProcess.send", "C kill");
    compare(lines, figures, "OtherProcess.send", "C pidfd_send_signal");
    compare(lines, figures, "Signals.send with a value", "C sigqueue");
    compare(lines, figures, "OtherProcess.send with a value", "C sigqueue");
    return lines;
  }

  private static void compare(
      List<Comparison> lines, Map<String, Figure> figures, String ours, String theirs) {
    Figure one = figures.get(ours);
    Figure other = figures.get(theirs);
    if (one != null && other != null) {
      lines.add(Comparison.atMost("cost of sending", one, other, "median", OPEN));
    }
  }
}
