package dev.signalman.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// How long a signal takes from just before kill(2) until the reader has it in its hands.
///
/// One signal is under way at a time, so that every one finds the reader waiting. Either the sender
/// is a thread of the reader's process, or it is a process of its own: then the same C program for
/// all readers.
final class Latency implements Measure {
  private static final String C = "C signalfd, read";
  private static final String C_LOOP = "C signalfd, epoll_wait + read";
  private static final String C_TIMED = "C signalfd, epoll_pwait2(1 s) + read";
  private static final String C_PIPE = "C handler + pipe";
  private static final String C_CROWD = "C signalfd, epoll_wait + read, as many threads";
  private static final String BARE = "Java, epoll_wait + read";
  private static final String BARE_TIMED = "Java, epoll_pwait2(1 s) + read";
  private static final String TAKE = "SelfPipe.take";
  private static final String POLL = "SelfPipe.poll(1 s)";
  private static final String HANDLER = "Signals.handle";
  private static final String DIRECT = "Signals.handle, Runnable::run";
  private static final String SUN = "sun.misc.Signal";
  private static final String PYTHON = "Python signal.signal";

  /// The sender keeps its CPU busy in between: every sleep is short, and no CPU falls into deep
  /// rest, which takes a time to wake from that varies from machine to machine.
  private static final long BRISK = -20_000;

  /// The sender sleeps in between, and so does the whole machine.
  private static final long IDLE = 1_000_000;

  private static final long NO_PAUSE = 0;

  /// Long enough for every reader to go to sleep, so that what it does then is compiled too.
  private static final long SHORT_REST = 100_000;

  private static final int USR1 = 10;

  private final String name;
  private final boolean oneProcess;
  private final long pause;
  private final int share;
  private final boolean busy;

  /// @param share of the samples that a turn takes: one of so many
  /// @param busy whether every CPU has something else to do
  private Latency(String name, boolean oneProcess, long pause, int share, boolean busy) {
    this.name = name;
    this.oneProcess = oneProcess;
    this.pause = pause;
    this.share = share;
    this.busy = busy;
  }

  /// Sender and reader are threads of one process; signals follow each other after 20 us.
  static Latency inOneProcess() {
    return new Latency("one-process", true, BRISK, 1, false);
  }

  /// Sender and reader are two processes; signals follow each other after 20 us.
  static Latency betweenProcesses() {
    return new Latency("two-processes", false, BRISK, 1, false);
  }

  /// Sender and reader are two processes; a signal comes out of the blue, a millisecond after the
  /// last.
  static Latency afterRest() {
    return new Latency("after-rest", false, IDLE, 10, false);
  }

  /// As `after-rest`, while as many other processes as there are CPUs want to run all the time.
  static Latency underLoad() {
    return new Latency("under-load", false, IDLE, 20, true);
  }

  private record Reader(Peer peer, Path file, Board board) {}

  @Override
  public String name() {
    return name;
  }

  @Override
  public Results run(Session session) throws IOException, InterruptedException {
    List<Reader> readers = start(session);
    Options options = session.options();
    for (Reader reader : readers) {
      send(session, reader, options.warmUp(), NO_PAUSE);
      if (pause == IDLE) {
        send(session, reader, options.warmUp(), SHORT_REST);
      }
    }
    for (int i = 0; busy && i < Runtime.getRuntime().availableProcessors(); i++) {
      session.startC("spin", "spin");
    }
    List<Figure> figures =
        Measure.inTurns(
                busy ? Calm.NONE : session.calm(),
                options.rounds(),
                readers,
                reader -> turn(session, reader, Math.max(1, options.samples() / share)))
            .stream()
            .map(turns -> figure(turns.system().peer().name(), turns.results()))
            .toList();
    return new Results(figures, compare(figures));
  }

  private List<Reader> start(Session session) throws IOException, InterruptedException {
    List<Reader> readers = new ArrayList<>();
    readers.add(c(session, C, "signalfd"));
    readers.add(c(session, C_LOOP, "epoll"));
    readers.add(c(session, C_TIMED, "timed"));
    readers.add(c(session, C_PIPE, "pipe"));
    Reader take = java(session, TAKE, "take");
    readers.add(take);
    readers.add(java(session, POLL, "poll"));
    readers.add(java(session, HANDLER, "handler"));
    readers.add(java(session, DIRECT, "direct"));
    readers.add(java(session, SUN, "sun"));
    if (alone()) {
      readers.add(java(session, BARE, "bare"));
      readers.add(java(session, BARE_TIMED, "bare-timed"));
      readers.add(c(session, C_CROWD, "epoll", Integer.toString(threads(take.peer()) - 2)));
    }
    if (!oneProcess) {
      Path file = session.board("python");
      Board board = Board.open(file);
      Peer python = session.startPython(PYTHON, "handler.py", file.toString());
      if (python != null) {
        readers.add(new Reader(python, file, board));
      }
    }
    return readers;
  }

  /// Whether signals come out of the blue and nothing else runs: then it is the calls themselves,
  /// with all caches cold, that take the time, and those who stand beside tell whose part is what.
  private boolean alone() {
    return pause == IDLE && !busy;
  }

  private static int threads(Peer peer) throws IOException {
    try (Stream<Path> threads = Files.list(Path.of("/proc", "" + peer.pid(), "task"))) {
      return (int) threads.count();
    }
  }

  private static Reader c(Session session, String name, String way, String... threads)
      throws IOException, InterruptedException {
    Path file = session.board(way + String.join("", threads));
    Board board = Board.open(file);
    List<String> arguments = new ArrayList<>(List.of(way, file.toString()));
    arguments.addAll(List.of(threads));
    Peer peer = session.startC(name, "reader", arguments.toArray(String[]::new));
    return new Reader(peer, file, board);
  }

  private static Reader java(Session session, String name, String way) throws IOException {
    Path file = session.board(way);
    Board board = Board.open(file);
    return new Reader(session.startJava(name, "LatencyPeer", way, file.toString()), file, board);
  }

  private long[] turn(Session session, Reader reader, int count)
      throws IOException, InterruptedException {
    long first = reader.board().arrivals();
    send(session, reader, count, pause);
    long[] latencies = new long[count];
    for (int i = 0; i < count; i++) {
      latencies[i] = reader.board().latency(first + i);
    }
    return latencies;
  }

  private void send(Session session, Reader reader, int count, long pause)
      throws IOException, InterruptedException {
    if (oneProcess) {
      reader.peer().ask(count + " " + pause);
    } else {
      String pid = Integer.toString(reader.peer().pid());
      List<String> command =
          List.of(
              session.program("sender"),
              "pace",
              reader.file().toString(),
              pid,
              Integer.toString(USR1),
              Integer.toString(count),
              Long.toString(pause));
      try {
        session.output(command);
      } catch (IOException e) {
        String status = Files.readString(Path.of("/proc", pid, "status"));
        throw new IOException(reader.peer().name() + " does not answer:\n" + status, e);
      }
    }
  }

  private Figure figure(String system, List<long[]> turns) {
    Quantiles quantiles = Quantiles.overTurns(turns);
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("median", quantiles.median() / 1000);
    values.put("p90", quantiles.p90() / 1000);
    values.put("p99", quantiles.p99() / 1000);
    values.put("max", quantiles.max() / 1000);
    return new Figure(name(), system, "us", values, turns);
  }

  private List<Comparison> compare(List<Figure> figures) {
    List<Comparison> lines = new ArrayList<>();
    for (String pipe : List.of(TAKE, POLL)) {
      against(lines, of(figures, pipe), of(figures, C));
    }
    against(lines, of(figures, TAKE), of(figures, C_LOOP));
    against(lines, of(figures, POLL), of(figures, C_TIMED)); // as POLL sets a timer too
    if (alone()) {
      lines.add(beside(of(figures, TAKE), of(figures, BARE)));
      lines.add(beside(of(figures, POLL), of(figures, BARE_TIMED)));
      lines.add(beside(of(figures, TAKE), of(figures, C_CROWD)));
    }
    String polled = "kill() to poll(), " + name + ", ";
    Figure take = of(figures, TAKE);
    lines.add(
        Comparison.atMost(polled + "median", take, of(figures, SUN), "median", busy ? OPEN : 0.1));
    lines.add(Comparison.atMost(polled + "p99", take, of(figures, SUN), "p99", OPEN));
    // After a rest C alone takes more than half of Python's time: decision 0005.
    double share = pause == IDLE ? 1.15 : 0.5;
    Figure handler = of(figures, HANDLER);
    String handled = "kill() to handler, " + name + ", ";
    for (Figure figure : figures) {
      if (figure.system().equals(PYTHON)) {
        lines.add(
            Comparison.atMost(handled + "median", handler, figure, "median", busy ? OPEN : share));
        lines.add(Comparison.atMost(handled + "p99", handler, figure, "p99", OPEN));
      }
    }
    lines.add(Comparison.atMost(handled + "median", handler, of(figures, SUN), "median", OPEN));
    return lines;
  }

  private void against(List<Comparison> lines, Figure pipe, Figure c) {
    String what = "kill() to poll(), " + name + ", ";
    lines.add(Comparison.atMost(what + "median", pipe, c, "median", busy ? OPEN : 1.15));
    lines.add(Comparison.atMost(what + "p99", pipe, c, "p99", busy ? OPEN : 2));
  }

  private Comparison beside(Figure pipe, Figure other) {
    String what = "kill() to poll(), " + name + ", median";
    return Comparison.atMost(what, pipe, other, "median", OPEN);
  }

  private static Figure of(List<Figure> figures, String system) {
    return figures.stream()
        .filter(figure -> figure.system().equals(system))
        .findFirst()
        .orElseThrow();
  }
}
