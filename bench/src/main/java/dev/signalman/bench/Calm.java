package dev.signalman.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// Waits before a turn until nothing else runs on the machine, as long as its patience lasts. Turns
/// measured after that are counted, so that a reader knows what to make of the figures.
final class Calm {
  /// Waits for nothing; for turns that nobody looks at.
  static final Calm NONE = new Calm(Duration.ZERO);

  private static final Path LOAD = Path.of("/proc/loadavg");
  private static final int LOOKS = 5;
  private static final long BETWEEN_LOOKS_MILLIS = 2;

  private long patience;
  private int turns;
  private int disturbed;

  /// @param patience for all turns together
  Calm(Duration patience) {
    this.patience = patience.toNanos();
  }

  /// Waits for it.
  void await() throws InterruptedException {
    if (this == NONE) {
      return;
    }
    long start = System.nanoTime();
    turns++;
    while (!isCalm()) {
      if (System.nanoTime() - start > patience) {
        patience = 0;
        disturbed++;
        return;
      }
    }
    patience -= System.nanoTime() - start;
  }

  private static boolean isCalm() throws InterruptedException {
    for (int look = 0; look < LOOKS; look++) {
      Thread.sleep(BETWEEN_LOOKS_MILLIS);
      if (running() > 1) {
        return false;
      }
    }
    return true;
  }

  /// Threads that run or could, this one included (proc(5)).
  private static int running() {
    try {
      String counts = Files.readString(LOAD).split(" ", -1)[3];
      return Integer.parseInt(counts.substring(0, counts.indexOf('/')));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return disturbed + " of " + turns + " turns began while something else ran";
  }
}
