package dev.signalman.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What the command line says.
///
/// @param rounds how many turns each system gets
/// @param samples paced signals in a turn
/// @param warmUp signals that each reader takes before; enough for HotSpot's last compiler
/// @param flood queued signals in all, for each system
/// @param pauseNanos what a paced sender sleeps after each signal
/// @param only names of the measures to run; none means all
/// @param jvm options of the VMs that are measured
/// @param output folder for the table and the figures
record Options(
    int rounds,
    int samples,
    int warmUp,
    long flood,
    long pauseNanos,
    List<String> only,
    List<String> jvm,
    Path output) {

  static final String USAGE =
      """
      usage: [--quick] [--only MEASURE,...] [--rounds N] [--samples N] [--signals N] [--jvm OPTION]...
             [--out FOLDER]
        --quick      a short run: 4 rounds of 250 signals, floods of 100,000
        --only       measures to run: one-process, two-processes, flood, cost
        --rounds     turns of each system (20)
        --samples    paced signals in a turn (1000)
        --signals    queued signals for each system (1000000)
        --jvm        an option of the VMs that are measured, such as -XX:+UseSerialGC
        --out        folder for side-by-side.md and side-by-side.json (target)
      """;

  private static final Options FULL =
      new Options(20, 1000, 20_000, 1_000_000, 100_000, List.of(), List.of(), Path.of("target"));

  /// @throws IllegalArgumentException if an argument is unknown or has no good value
  static Options parse(List<String> arguments) {
    Options options = FULL;
    List<String> rest = new ArrayList<>(arguments);
    while (!rest.isEmpty()) {
      String name = rest.removeFirst();
      if (name.equals("--quick")) {
        options = options.with(4, 250, 100_000);
        continue;
      }
      if (rest.isEmpty()) {
        throw new IllegalArgumentException(name + " is unknown, or its value is missing");
      }
      options = options.with(name, rest.removeFirst());
    }
    return options;
  }

  private Options with(String name, String value) {
    return switch (name) {
      case "--only" -> only(List.of(value.split(",")));
      case "--rounds" -> with(number(name, value, 1_000), samples, flood);
      case "--samples" -> with(rounds, number(name, value, Board.SLOTS), flood);
      case "--signals" -> with(rounds, samples, number(name, value, 1_000_000_000));
      case "--jvm" -> {
        List<String> more = new ArrayList<>(jvm);
        more.add(value);
        yield new Options(
            rounds, samples, warmUp, flood, pauseNanos, only, List.copyOf(more), output);
      }
      case "--out" ->
          new Options(rounds, samples, warmUp, flood, pauseNanos, only, jvm, Path.of(value));
      default -> throw new IllegalArgumentException("unknown option " + name);
    };
  }

  private Options with(int rounds, int samples, long flood) {
    return new Options(rounds, samples, warmUp, flood, pauseNanos, only, jvm, output);
  }

  private Options only(List<String> names) {
    return new Options(rounds, samples, warmUp, flood, pauseNanos, names, jvm, output);
  }

  Options warmedUp(int warmUp) {
    return new Options(rounds, samples, warmUp, flood, pauseNanos, only, jvm, output);
  }

  private static int number(String name, String value, int max) {
    try {
      int number = Integer.parseInt(value);
      if (number >= 1 && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new IllegalArgumentException(
        name + " takes a number from 1 to " + max + ", not " + value);
  }
}
