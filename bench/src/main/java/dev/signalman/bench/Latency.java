package dev.signalman.bench;

import dev.signalman.bench.LatencyReaders.Reader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How long a signal takes from just before kill(2) until the reader has it in its hands, and how
/// much CPU time that takes of the reader.
///
/// One signal is under way at a time, so that every one finds the reader waiting. Either the sender
/// is a thread of the reader's process, or it is a process of its own: then the same C program for
/// all readers.
final class Latency implements Measure {
  /// How the signals come.
  enum Kind {
    /// Sender and reader are threads of one process; signals follow each other after 20 us.
    ONE_PROCESS("one-process", BRISK, 1),
    /// Sender and reader are two processes; signals follow each other after 20 us.
    TWO_PROCESSES("two-processes", BRISK, 1),
    /// Sender and reader are two processes; a signal comes out of the blue, a millisecond after the
    /// last.
    AFTER_REST("after-rest", IDLE, 10),
    /// As AFTER_REST, while as many other processes as there are CPUs want to run all the time.
    UNDER_LOAD("under-load", IDLE, 20);

    final String measure;
    private final long pause;
    private final int share;

    /// @param share of the samples that a turn takes: one of so many
    Kind(String measure, long pause, int share) {
      this.measure = measure;
      this.pause = pause;
      this.share = share;
    }
  }

  /// The sender keeps its CPU busy in between: every sleep is short, and no CPU falls into deep
  /// rest, which takes a time to wake from that varies from machine to machine.
  private static final long BRISK = -20_000;

  /// The sender sleeps in between, and so does the whole machine.
  private static final long IDLE = 1_000_000;

  private static final long NO_PAUSE = 0;

  /// Long enough for every reader to go to sleep, so that what it does then is compiled too.
  private static final long SHORT_REST = 100_000;

  private static final int USR1 = 10;

  /// What one turn came to, in nanoseconds.
  ///
  /// @param cpu of the reader's process, for each signal
  private record Turn(List<Long> latencies, double cpu) {
    long[] nanos() {
      return latencies.stream().mapToLong(Long::longValue).toArray();
    }
  }

  private final Kind kind;

  Latency(Kind kind) {
    this.kind = kind;
  }

  @Override
  public String name() {
    return kind.measure;
  }

  @Override
  public Results run(Session session) throws IOException, InterruptedException {
    List<Reader> readers = LatencyReaders.start(session, kind);
    Options options = session.options();
    for (Reader reader : readers) {
      send(session, reader, options.warmUp(), NO_PAUSE);
      if (kind.pause == IDLE) {
        send(session, reader, options.warmUp(), SHORT_REST);
      }
    }
    boolean busy = kind == Kind.UNDER_LOAD;
    for (int i = 0; busy && i < Runtime.getRuntime().availableProcessors(); i++) {
      session.startC("busy", "busy");
    }
    List<Figure> figures =
        Measure.inTurns(
                busy ? Calm.NONE : session.calm(),
                options.rounds(),
                readers,
                reader -> turn(session, reader, Math.max(1, options.samples() / kind.share)))
            .stream()
            .map(turns -> figure(turns.system().peer().name(), turns.results()))
            .toList();
    LatencyTargets targets = new LatencyTargets(kind, figures);
    return new Results(figures, targets.compare(), List.of(targets.picture()));
  }

  private Turn turn(Session session, Reader reader, int count)
      throws IOException, InterruptedException {
    long first = reader.board().arrivals();
    double cpu = send(session, reader, count, kind.pause) / count;
    List<Long> latencies = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      latencies.add(reader.board().latency(first + i));
    }
    return new Turn(latencies, cpu);
  }

  /// Sends so many signals.
  ///
  /// @return nanoseconds that the reader's process was on a CPU meanwhile, or no number where the
  ///   sender is a part of it
  private double send(Session session, Reader reader, int count, long pause)
      throws IOException, InterruptedException {
    if (kind == Kind.ONE_PROCESS) {
      reader.peer().ask(count + " " + pause);
      return Double.NaN;
    }
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
      return Long.parseLong(session.output(command));
    } catch (IOException e) {
      String status = Files.readString(Path.of("/proc", pid, "status"));
      throw new IOException(reader.peer().name() + " does not answer:\n" + status, e);
    }
  }

  private Figure figure(String system, List<Turn> turns) {
    List<long[]> latencies = turns.stream().map(Turn::nanos).toList();
    Quantiles quantiles = Quantiles.overTurns(latencies);
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("median", quantiles.median() / 1000);
    values.put("p90", quantiles.p90() / 1000);
    values.put("p99", quantiles.p99() / 1000);
    values.put("max", quantiles.max() / 1000);
    double cpu = Quantiles.median(turns.stream().mapToDouble(Turn::cpu).toArray());
    if (!Double.isNaN(cpu)) {
      values.put(LatencyTargets.CPU, cpu / 1000);
    }
    return new Figure(name(), system, "us", values, latencies);
  }
}
