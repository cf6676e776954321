package dev.signalman.time;

import dev.signalman.process.Child;
import dev.signalman.process.Spawn;
import dev.signalman.process.Stdio;
import dev.signalman.testkit.Allocation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// What a ticker costs its process, and children of its work.
final class TickerCostProgram {
  private static final Duration HOUR = Duration.ofHours(1);

  private TickerCostProgram() {}

  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "allocation" -> allocation();
      case "slack" -> slack();
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  /// Compilation takes its time, so the best of many rounds counts.
  private static void allocation() throws Exception {
    int ticks = 200;
    CompletableFuture<Long> best = new CompletableFuture<>();
    long[] round = {Long.MAX_VALUE, 0, 0}; // least so far, where it began, rounds
    TickerProgram.start(
        Ticker.every(Duration.ofNanos(50_000)),
        ticker -> {
          if (ticker.runs() % ticks == 0) {
            long allocated = Allocation.ofThisThread();
            round[0] = Math.min(round[0], round[2] == 0 ? round[0] : allocated - round[1]);
            round[1] = allocated;
            if (round[0] == 0 || ++round[2] == 1_000) {
              best.complete(round[0]);
            }
          }
        });
    System.out.println(ticks + " ticks allocate " + best.get() + " bytes");
    System.exit(0);
  }

  private static void slack() throws Exception {
    String own = Files.readString(Path.of("/proc/self/timerslack_ns"));
    CompletableFuture<String> childs = new CompletableFuture<>();
    try (Ticker _ =
        Ticker.every(HOUR).immediately().start(() -> childs.complete(slackOfAChild()))) {
      System.out.println("the child's is ours: " + childs.get().equals(own));
    }
  }

  private static String slackOfAChild() {
    try {
      Child cat = Spawn.of("cat", "/proc/self/timerslack_ns").stdout(Stdio.pipe()).start();
      try (InputStream out = cat.stdout()) {
        return new String(out.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
