package dev.signalman.bench.peer;

import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.bench.Board;
import dev.signalman.signal.SelfPipe;
import dev.signalman.time.SignalTimer;
import dev.signalman.time.Ticker;
import dev.signalman.time.TimerClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Scanner;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Notes how late each tick of a period comes: `TicksPeer ticker|timer|executor BOARD`. A line
/// `COUNT PERIOD_NS` is answered with `done` once that many ticks have come. The same as
/// `bench/peers/ticks.c`.
public final class TicksPeer {
  private final Board board;

  private TicksPeer(Board board) {
    this.board = board;
  }

  private interface Way {
    void run(long count, long period) throws PosixException, InterruptedException;
  }

  /// Runs until its standard input ends.
  public static void main(String[] args) throws Exception {
    TicksPeer peer = new TicksPeer(Board.open(Path.of(args[1])));
    Way way =
        switch (args[0]) {
          case "ticker" -> peer::ticker;
          case "timer" -> peer::timer;
          case "executor" -> peer::executor;
          default -> throw new IllegalArgumentException("unknown way: " + args[0]);
        };
    System.out.println("ready " + ProcessHandle.current().pid());
    Scanner commands = new Scanner(System.in, StandardCharsets.UTF_8);
    while (commands.hasNextLong()) {
      way.run(commands.nextLong(), commands.nextLong());
      System.out.println("done");
    }
  }

  private void note(long due, long time) {
    board.sent(board.arrivals(), due);
    board.arrive(time);
  }

  /// A ticker says when its next run is due, so the present one was due a period before. A run that
  /// comes after others were missed stands for all of them.
  private final class Ticks {
    private final CountDownLatch done = new CountDownLatch(1);
    private final long period;
    private long left;
    private volatile @Nullable Ticker ticker;
    private long missed;

    Ticks(long count, long period) {
      this.left = count;
      this.period = period;
    }

    void tick() {
      long time = System.nanoTime();
      Ticker present = ticker;
      if (present == null || left == 0) {
        return;
      }
      long due = time + present.untilNext().toNanos() - period;
      long late = present.missed();
      for (long n = late - missed; n >= 0 && left > 0; n--, left--) {
        note(due - n * period, time);
      }
      missed = late;
      if (left == 0) {
        done.countDown();
      }
    }
  }

  private void ticker(long count, long period) throws PosixException, InterruptedException {
    Ticks ticks = new Ticks(count, period);
    try (Ticker ticker = Ticker.every(Duration.ofNanos(period)).start(ticks::tick)) {
      ticks.missed = ticker.missed();
      ticks.ticker = ticker;
      ticks.done.await();
    }
  }

  private void timer(long count, long period) throws PosixException, InterruptedException {
    try (SelfPipe pipe = SelfPipe.open(Signal.RT0);
        SignalTimer timer = SignalTimer.create(TimerClock.MONOTONIC, Signal.RT0, 0)) {
      long start = timer.clock().now().toNanos();
      timer.startAt(Duration.ofNanos(start + period), Duration.ofNanos(period));
      for (long n = 0; n < count; ) {
        SignalInfo info = pipe.take();
        long time = System.nanoTime();
        for (long came = 1L + info.overrun(); came > 0 && n < count; came--) {
          n++;
          note(start + n * period, time);
        }
      }
    }
  }

  private void executor(long count, long period) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    try (ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1)) {
      long start = System.nanoTime();
      long[] ticks = {0};
      var task =
          executor.scheduleAtFixedRate(
              () -> {
                long time = System.nanoTime();
                if (ticks[0] < count) {
                  ticks[0]++;
                  note(start + ticks[0] * period, time);
                } else {
                  done.countDown();
                }
              },
              period,
              period,
              TimeUnit.NANOSECONDS);
      done.await();
      task.cancel(false);
    }
  }
}
