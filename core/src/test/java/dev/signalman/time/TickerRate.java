package dev.signalman.time;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

/// A ticker whose runs take between nothing and three periods, and between which bounds the number
/// of its ticks must lie. Tick n is due n periods after the start, which lies between the call of
/// `start` and one period before the first run.
final class TickerRate {
  private static final int RUNS = 60;
  private static final long PERIOD = Duration.ofMillis(5).toNanos();

  private final Random random = new Random(7);
  private final CountDownLatch done = new CountDownLatch(RUNS);
  private final long called = System.nanoTime();
  private long latestStart;
  private long previousEnd;
  private int early;
  private int forgotten;

  void check() throws Exception {
    Ticker ticker = TickerProgram.start(Ticker.every(Duration.ofNanos(PERIOD)), this::run);
    done.await();
    ticker.close();
    System.out.println(
        RUNS
            + " runs, "
            + (early == 0 ? "none" : early)
            + " early, "
            + (forgotten == 0 ? "none" : forgotten)
            + " forgotten");
    System.out.println("some missed: " + (ticker.missed() > 0));
  }

  private void run(Ticker ticker) {
    if (done.getCount() == 0) {
      return;
    }
    long now = System.nanoTime();
    long ticks = ticker.runs() + ticker.missed();
    if (ticker.runs() == 1) {
      latestStart = now - PERIOD;
      previousEnd = now;
    }
    early += ticks > (now - called) / PERIOD ? 1 : 0;
    forgotten += ticks < (previousEnd - latestStart) / PERIOD ? 1 : 0;
    long end = now + random.nextLong(3 * PERIOD);
    while (System.nanoTime() - end < 0) {
      Thread.onSpinWait();
    }
    done.countDown();
    previousEnd = System.nanoTime();
  }
}
