package dev.signalman.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/// What the command line says.
final class Options {
  @Option(names = "--quick", description = "a short run: 4 rounds of 250, floods of 100,000")
  private boolean quick;

  @Option(names = "--only", split = ",", paramLabel = "MEASURE", description = "run only these")
  private List<String> only = List.of();

  @Option(names = "--rounds", paramLabel = "N", description = "turns of each system (20)")
  private int rounds;

  @Option(names = "--samples", paramLabel = "N", description = "paced signals in a turn (2000)")
  private int samples;

  @Option(
      names = "--signals",
      paramLabel = "N",
      description = "queued signals for each system (1000000)")
  private long signals;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "20000",
      description =
          "signals before the first turn, and half milliseconds of starts; the default is enough for"
              + " HotSpot's last compiler")
  private int warmUp;

  @Option(
      names = "--one-cache",
      description =
          "cold-start: only one of the programs also with an AOT cache, which takes seconds")
  private boolean oneCache;

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "how long, in all, to wait for moments when nothing else runs")
  private int patience;

  @Option(
      names = "--jvm",
      paramLabel = "OPTION",
      description = "an option of the VMs that are measured, such as -XX:+UseSerialGC")
  private List<String> jvm = List.of();

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      defaultValue = "target",
      description = "where side-by-side.md and side-by-side.json go (target)")
  private Path output = Path.of("target");

  /// Whether only one of the programs that are started gets an AOT cache.
  boolean oneCache() {
    return oneCache;
  }

  /// Names of the measures to run; none means all.
  List<String> only() {
    return only;
  }

  /// How many turns each system gets.
  int rounds() {
    return given(rounds, quick ? 4 : 20);
  }

  /// Paced signals in a turn.
  int samples() {
    return Math.min(Board.SLOTS, given(samples, quick ? 250 : 2000));
  }

  /// Queued signals in all, for each system.
  long signals() {
    return signals > 0 ? signals : quick ? 100_000 : 1_000_000;
  }

  int warmUp() {
    return warmUp;
  }

  Duration patience() {
    return Duration.ofSeconds(patience);
  }

  List<String> jvm() {
    return jvm;
  }

  Path output() {
    return output;
  }

  private static int given(int value, int otherwise) {
    return value > 0 ? value : otherwise;
  }
}
