package dev.signalman.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a parent pays for 1,000 children that do nothing: nothing while they do nothing, and some
/// memory for each.
final class IdleChildren implements Measure {
  private static final int CHILDREN = 1_000;
  private static final int REST_MILLIS = 2_000;

  @Override
  public String name() {
    return "children";
  }

  @Override
  public Results run(Session session) throws IOException, InterruptedException {
    int count = Math.min(CHILDREN, session.options().samples());
    int rest = Math.min(REST_MILLIS, session.options().samples());
    List<Figure> figures = new ArrayList<>();
    for (Peer peer : Families.all(session)) {
      if (!peer.name().equals(Families.C)) {
        figures.add(figure(peer.name(), peer.ask("idle " + count + " " + rest)));
      }
    }
    Figure ours = figures.getFirst();
    String what = count + " idle children, ";
    List<Comparison> lines = new ArrayList<>();
    for (Figure theirs : figures.subList(1, figures.size())) {
      lines.add(Comparison.exactly(what + "CPU, us", ours, theirs, "CPU, us", 0));
      lines.add(Comparison.exactly(what + "wake-ups", ours, theirs, "wake-ups", 0));
      lines.add(Comparison.atMost(what + "memory of each", ours, theirs, "bytes each", OPEN));
    }
    return new Results(figures, lines);
  }

  private Figure figure(String system, String answer) {
    String[] numbers = answer.split(" ", -1);
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("CPU, us", Long.parseLong(numbers[0]) / 1000.0);
    values.put("wake-ups", (double) Long.parseLong(numbers[1]));
    values.put("bytes each", (double) Math.max(0, Long.parseLong(numbers[2])));
    values.put("threads each", Long.parseLong(numbers[3]) / 100.0);
    values.put("descriptors each", Long.parseLong(numbers[4]) / 100.0);
    return new Figure(name(), system, "", values, answer);
  }
}
