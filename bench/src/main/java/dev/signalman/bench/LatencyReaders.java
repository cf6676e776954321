package dev.signalman.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The readers of [Latency]. Each name says whether it asks again and again for a moment before it
/// sleeps, which is faster and costs CPU time, or sleeps at once.
final class LatencyReaders {
  static final String C_READ = "C signalfd, sleeps in read";
  static final String C_SLEEPS = "C signalfd, sleeps in epoll_wait + read";
  static final String C_SPINS = "C signalfd, spins 50 us, then epoll_wait + read";
  static final String C_TIMED = "C signalfd, sleeps in epoll_pwait2(1 s) + read";
  static final String C_SPINS_TIMED = "C signalfd, spins 50 us, then epoll_pwait2(1 s) + read";
  static final String C_PIPE = "C handler + pipe, sleeps in poll";
  static final String C_CROWD = "C signalfd, sleeps in epoll_wait + read, as many threads";
  static final String BARE = "Java, sleeps in epoll_wait + read";
  static final String BARE_TIMED = "Java, sleeps in epoll_pwait2(1 s) + read";
  static final String TAKE = "SelfPipe.take, spins up to 50 us, then sleeps";
  static final String ALONE = "SelfPipe.take by the handler code alone, spins, then sleeps";
  static final String POLL = "SelfPipe.poll(1 s), spins up to 50 us, then sleeps";
  static final String HANDLER = "Signals.handle, spins up to 50 us, then sleeps";
  static final String DIRECT = "Signals.handle, Runnable::run, sleeps";
  static final String SUN = "sun.misc.Signal, sleeps";
  static final String PYTHON = "Python signal.signal, sleeps";

  private final Session session;
  private final List<Reader> readers = new ArrayList<>();

  /// @param file of the board
  record Reader(Peer peer, Path file, Board board) {}

  private LatencyReaders(Session session) {
    this.session = session;
  }

  static List<Reader> start(Session session, Latency.Kind kind)
      throws IOException, InterruptedException {
    LatencyReaders all = new LatencyReaders(session);
    all.c(C_READ, "signalfd");
    all.c(C_SLEEPS, "epoll");
    all.c(C_SPINS, "spins");
    all.c(C_TIMED, "timed");
    all.c(C_SPINS_TIMED, "spins-timed");
    all.c(C_PIPE, "pipe");
    Reader take = all.java(TAKE, "take");
    all.java(ALONE, "alone");
    all.java(POLL, "poll");
    all.java(HANDLER, "handler");
    all.java(DIRECT, "direct");
    all.java(SUN, "sun");
    if (kind == Latency.Kind.AFTER_REST) { // whose part of the time is what
      all.java(BARE, "bare");
      all.java(BARE_TIMED, "bare-timed");
      all.c(C_CROWD, "epoll", Integer.toString(threads(take.peer()) - 2));
    }
    if (kind != Latency.Kind.ONE_PROCESS) { // Python's threads would get in each other's way
      all.python();
    }
    return all.readers;
  }

  private static int threads(Peer peer) throws IOException {
    try (Stream<Path> threads = Files.list(Path.of("/proc", "" + peer.pid(), "task"))) {
      return (int) threads.count();
    }
  }

  private void c(String name, String way, String... threads)
      throws IOException, InterruptedException {
    Path file = session.board(way + String.join("", threads));
    Board board = Board.open(file);
    List<String> arguments = new ArrayList<>(List.of(way, file.toString()));
    arguments.addAll(List.of(threads));
    Peer peer = session.startC(name, "reader", arguments.toArray(String[]::new));
    readers.add(new Reader(peer, file, board));
  }

  private Reader java(String name, String way) throws IOException {
    Path file = session.board(way);
    Board board = Board.open(file);
    Peer peer = session.startJava(name, "LatencyPeer", way, file.toString());
    Reader reader = new Reader(peer, file, board);
    readers.add(reader);
    return reader;
  }

  private void python() throws IOException {
    Path file = session.board("python");
    Board board = Board.open(file);
    Peer python = session.startPython(PYTHON, "handler.py", file.toString());
    if (python != null) {
      readers.add(new Reader(python, file, board));
    }
  }
}
