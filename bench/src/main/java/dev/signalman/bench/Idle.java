package dev.signalman.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a process costs while it waits for signals that do not come.
final class Idle implements Measure {
  private static final int REST_MILLIS = 3_000;
  private static final int USR1 = 10;

  private record Waiter(Peer peer, List<String> threads) {}

  @Override
  public String name() {
    return "idle";
  }

  @Override
  public Results run(Session session) throws IOException, InterruptedException {
    List<Waiter> waiters = start(session);
    int rest = Math.min(REST_MILLIS, 2 * session.options().samples());
    for (Waiter waiter : waiters) {
      session.output(List.of("kill", "-s", Integer.toString(USR1), "" + waiter.peer().pid()));
    }
    Thread.sleep(rest);
    List<Figure> figures = new ArrayList<>();
    for (Waiter waiter : waiters) {
      figures.add(figure(waiter, rest));
    }
    List<Comparison> lines = new ArrayList<>();
    for (Figure ours : figures.subList(0, 2)) {
      for (Figure theirs : figures.subList(2, figures.size())) {
        lines.add(Comparison.exactly("idle, wake-ups", ours, theirs, "wake-ups", 0));
      }
    }
    return new Results(figures, lines);
  }

  private static List<Waiter> start(Session session) throws IOException, InterruptedException {
    List<Waiter> waiters = new ArrayList<>();
    List<String> ours = List.of("reader", "signalman");
    waiters.add(new Waiter(java(session, "SelfPipe.take", "take"), ours));
    waiters.add(new Waiter(java(session, "Signals.handle", "handler"), ours));
    Path file = session.board("idle-c");
    Board _ = Board.open(file);
    Peer c = session.startC("C signalfd, epoll_wait + read", "reader", "epoll", file.toString());
    waiters.add(new Waiter(c, List.of("")));
    waiters.add(new Waiter(java(session, "sun.misc.Signal", "sun"), List.of("Signal Dispatch")));
    return waiters;
  }

  private static Peer java(Session session, String name, String way) throws IOException {
    Path file = session.board("idle-" + way);
    Board _ = Board.open(file);
    return session.startJava(name, "LatencyPeer", way, file.toString());
  }

  private Figure figure(Waiter waiter, int rest) throws IOException, InterruptedException {
    long own = switches(waiter.peer().pid(), waiter.threads());
    long all = switches(waiter.peer().pid(), List.of(""));
    Thread.sleep(rest);
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("wake-ups", (double) (switches(waiter.peer().pid(), waiter.threads()) - own));
    double rate = (switches(waiter.peer().pid(), List.of("")) - all) * 1e3 / rest;
    values.put("of the whole process, /s", rate);
    return new Figure(name(), waiter.peer().name(), "", values, rest);
  }

  /// How often threads whose names begin so went to sleep by themselves.
  private static long switches(int pid, List<String> names) throws IOException {
    long sum = 0;
    Path folder = Path.of("/proc", Integer.toString(pid), "task");
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(folder)) {
      for (Path task : tasks) {
        sum += switches(task, names);
      }
    }
    return sum;
  }

  private static long switches(Path task, List<String> names) throws IOException {
    try {
      String name = Files.readString(task.resolve("comm"));
      if (names.stream().noneMatch(name::startsWith)) {
        return 0;
      }
      String field = "voluntary_ctxt_switches:";
      return Files.readAllLines(task.resolve("status")).stream()
          .filter(line -> line.startsWith(field))
          .mapToLong(line -> Long.parseLong(line.substring(field.length()).strip()))
          .sum();
    } catch (NoSuchFileException _) {
      return 0; // a thread of the VM that has ended meanwhile
    }
  }
}
