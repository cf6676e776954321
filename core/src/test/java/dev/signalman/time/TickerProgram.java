package dev.signalman.time;

import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.signal.Signals;
import dev.signalman.testkit.Lines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// When tickers run: in the way that the argument names.
final class TickerProgram {
  private static final Duration HOUR = Duration.ofHours(1);

  private TickerProgram() {}

  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "rate" -> new TickerRate().check();
      case "trigger" -> trigger();
      case "during" -> during();
      case "nest" -> nest();
      case "restart" -> restart();
      case "grid" -> grid();
      case "until" -> until();
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  /// Starts work that is about its own ticker.
  static Ticker start(Ticker.Builder builder, Consumer<Ticker> work) throws PosixException {
    CompletableFuture<Ticker> itself = new CompletableFuture<>();
    Ticker ticker = builder.start(() -> work.accept(itself.join()));
    itself.complete(ticker);
    return ticker;
  }

  private static void trigger() throws Exception {
    start(
        Ticker.every(HOUR).immediately(),
        ticker -> {
          SignalInfo info = ticker.lastTrigger();
          String by = info == null ? "" : " by " + info.pid();
          System.out.println("run " + ticker.runs() + by);
        });
  }

  private static void during() throws Exception {
    CountDownLatch done = new CountDownLatch(3);
    Ticker ticker =
        start(
            Ticker.every(HOUR).on(Signal.RT1).immediately(),
            present -> {
              System.out.println("run " + present.runs());
              readLine();
              done.countDown();
            });
    done.await();
    ticker.close();
    System.out.println(
        "%d triggers, %d runs, %d missed"
            .formatted(ticker.triggers(), ticker.runs(), ticker.missed()));
  }

  private static void readLine() {
    try {
      Lines.next();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void nest() throws Exception {
    CountDownLatch done = new CountDownLatch(1_000);
    Set<Thread> threads = new HashSet<>();
    Set<Integer> depths = new HashSet<>();
    start(
        Ticker.every(HOUR),
        ticker -> {
          threads.add(Thread.currentThread());
          depths.add(Thread.currentThread().getStackTrace().length);
          done.countDown();
        });
    System.out.println("ready");
    done.await();
    System.out.println(
        "1000 runs by %d thread, %d depth of stack".formatted(threads.size(), depths.size()));
    System.exit(0);
  }

  private static void restart() throws Exception {
    Duration period = Duration.ofMillis(400);
    CountDownLatch triggered = new CountDownLatch(1);
    CompletableFuture<Long> next = new CompletableFuture<>();
    Ticker ticker =
        start(
            Ticker.every(period).restartOnTrigger(),
            present -> {
              if (triggered.getCount() == 0) {
                next.complete(System.nanoTime());
              } else if (present.triggers() == 1) {
                triggered.countDown();
              }
            });
    Thread.sleep(period.dividedBy(2));
    long sent = System.nanoTime();
    Signals.raise(Signal.ALRM);
    triggered.await();
    System.out.println("triggered");
    System.out.println("a period later: " + (next.get() - sent >= period.toNanos()));
    ticker.close();
  }

  /// Triggers come faster than ticks: if they put off the tick there would never be one.
  private static void grid() throws Exception {
    CountDownLatch tick = new CountDownLatch(1);
    AtomicLong before = new AtomicLong();
    start(
        Ticker.every(Duration.ofMillis(200)),
        ticker -> {
          if (before.getAndSet(ticker.triggers()) == ticker.triggers()) {
            tick.countDown();
          }
        });
    while (!tick.await(20, TimeUnit.MILLISECONDS)) {
      Signals.raise(Signal.ALRM);
    }
    System.out.println("a tick came among the triggers");
    System.exit(0);
  }

  private static void until() throws Exception {
    BlockingQueue<Duration> left = new LinkedBlockingQueue<>();
    try (Ticker ticker = start(Ticker.every(HOUR), present -> left.add(present.untilNext()))) {
      Duration before = ticker.untilNext();
      System.out.println("before: " + (isWithinTheHour(before) ? "within the hour" : before));
      Signals.raise(Signal.ALRM);
      Duration after = left.take();
      boolean less = isWithinTheHour(after) && after.compareTo(before) < 0;
      System.out.println("in run 1: " + (less ? "an hour less what has passed" : after));
    }
    try (Ticker _ =
        start(
            Ticker.every(Duration.ofMillis(10)),
            present -> {
              while (!present.untilNext().isZero()) {
                Thread.onSpinWait();
              }
              left.add(present.untilNext());
              present.close();
            })) {
      System.out.println("when one is overdue: " + left.take());
    }
  }

  private static boolean isWithinTheHour(Duration left) {
    return left.isPositive() && left.compareTo(HOUR) <= 0;
  }
}
