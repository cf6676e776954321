package dev.signalman.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Something that several systems do in turns.
interface Measure {
  /// The limit of a ratio that has no target.
  double OPEN = Double.NaN;

  /// How `--only` calls it.
  String name();

  /// Starts the systems, measures them, and compares.
  Results run(Session session) throws IOException, InterruptedException;

  /// One turn of one system.
  interface Turn<S, T> {
    T take(S system) throws IOException, InterruptedException;
  }

  /// What all turns of one system came to.
  record Turns<S, T>(S system, List<T> results) {}

  /// Lets the systems take turns. Each round begins with another one, so that none always follows
  /// the same neighbour.
  static <S, T> List<Turns<S, T>> inTurns(Calm calm, int rounds, List<S> systems, Turn<S, T> turn)
      throws IOException, InterruptedException {
    List<Turns<S, T>> all =
        systems.stream().map(system -> new Turns<>(system, new ArrayList<T>())).toList();
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < all.size(); i++) {
        Turns<S, T> next = all.get((round + i) % all.size());
        calm.await();
        next.results().add(turn.take(next.system()));
      }
    }
    return all;
  }
}
