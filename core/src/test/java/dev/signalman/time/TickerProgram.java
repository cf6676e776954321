package dev.signalman.time;

import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.process.Child;
import dev.signalman.process.Spawn;
import dev.signalman.process.Stdio;
import dev.signalman.signal.SelfPipe;
import dev.signalman.signal.Signals;
import dev.signalman.testkit.Allocation;
import dev.signalman.testkit.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Runs tickers, in the way that its argument names.
final class TickerProgram {
  private static final Duration HOUR = Duration.ofHours(1);

  private static final BufferedReader IN =
      new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

  private TickerProgram() {}

  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "rate" -> new TickerRate().check();
      case "trigger" -> trigger();
      case "during" -> during();
      case "nest" -> nest();
      case "restart" -> restart();
      case "grid" -> grid();
      case "uid" -> uid(Integer.parseInt(args[1]));
      case "descendants" -> descendants();
      case "throw" -> throwing();
      case "condition" -> condition();
      case "closeInside" -> closeInside();
      case "closeRace" -> closeRace();
      case "close" -> close();
      case "refusedStorm" -> storm(Duration.ofMillis(10), Signal.parse(args[1]), false);
      case "acceptedStorm" -> storm(HOUR, Signal.parse(args[1]), true);
      case "interrupt" -> interrupt();
      case "alive" -> alive();
      case "until" -> until();
      case "allocation" -> allocation();
      case "slack" -> slack();
      case "refused" -> refused();
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
      IN.readLine();
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

  private static void uid(int uid) throws Exception {
    int own = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    Ticker ticker =
        start(
            Ticker.every(HOUR).acceptIf(Senders.uid(own + uid)),
            present -> System.out.println("run " + present.runs()));
    System.out.println("ready");
    if (uid != 0) {
      Eventually.until("refused", () -> ticker.refused() == 1);
      System.out.println("1 refused");
      System.out.println(ticker.runs() + " runs");
    }
  }

  private static void descendants() throws Exception {
    BlockingQueue<Long> runs = new LinkedBlockingQueue<>();
    Ticker ticker =
        start(
            Ticker.every(HOUR).acceptIf(Senders.descendants()),
            present -> runs.add(present.runs()));
    System.out.println("ready");
    Eventually.until("refused", () -> ticker.refused() == 1);
    System.out.println("stranger refused");
    String self = Long.toString(ProcessHandle.current().pid());
    String kill = "kill -s ALRM $1; read line";
    Process child = new ProcessBuilder("sh", "-c", kill, "sh", self).start();
    System.out.println("run " + runs.take() + " by a child");
    child.getOutputStream().close();
    // The colon keeps the outer shell from becoming the inner one.
    String inner = "sh -c '" + kill + "' sh $1; :";
    Process grandchild = new ProcessBuilder("sh", "-c", inner, "sh", self).start();
    System.out.println("run " + runs.take() + " by a grandchild");
    grandchild.getOutputStream().close();
    ticker.close();
  }

  private static void throwing() throws Exception {
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> {
      System.out.println("uncaught " + e);
      throw new IllegalStateException("the handler fails too");
    });
    start(
        Ticker.every(Duration.ofMillis(1)),
        ticker -> {
          switch ((int) ticker.runs()) {
            case 1 -> throw new IllegalStateException("1");
            case 2 -> throw new AssertionError("2");
            default -> {
              System.out.println("run 3");
              System.exit(0);
            }
          }
        });
  }

  private static void condition() throws Exception {
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> System.out.println("uncaught " + e));
    Ticker ticker =
        Ticker.every(HOUR)
            .acceptIf(info -> {
              throw new IllegalStateException("condition");
            })
            .start(() -> System.out.println("accepted"));
    System.out.println("ready");
    Eventually.until("refused", () -> ticker.refused() == 1);
    System.out.println(ticker.refused() + " refused, open " + ticker.isOpen());
    ticker.close();
  }

  private static void closeInside() throws Exception {
    awaitEnd(HOUR, Ticker::close);
  }

  private static void interrupt() throws Exception {
    awaitEnd(HOUR, ticker -> Thread.currentThread().interrupt());
    awaitEnd(Duration.ofNanos(1), ticker -> Thread.currentThread().interrupt());
  }

  private static void awaitEnd(Duration period, Consumer<Ticker> work) throws Exception {
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    Ticker ticker =
        start(
            Ticker.every(period).immediately(),
            present -> {
              thread.complete(Thread.currentThread());
              work.accept(present);
            });
    thread.get().join();
    System.out.println(
        "%d run, open %b, ALRM is %s"
            .formatted(
                ticker.runs(),
                ticker.isOpen(),
                Signals.disposition(Signal.ALRM).getClass().getSimpleName()));
  }

  private static void closeRace() throws Exception {
    int late = 0;
    for (int i = 0; i < 50; i++) {
      CompletableFuture<Thread> thread = new CompletableFuture<>();
      Ticker ticker =
          Ticker.every(Duration.ofNanos(1_000))
              .start(() -> thread.complete(Thread.currentThread()));
      Thread runner = thread.get();
      ticker.close();
      long runs = ticker.runs();
      runner.join();
      late += ticker.runs() == runs ? 0 : 1;
    }
    System.out.println(late + " times a run after close");
  }

  private static void close() throws Exception {
    Ticker ticker = Ticker.every(HOUR).start(() -> {});
    ticker.close();
    System.out.println("closed");
    Thread.currentThread().join();
  }

  /// Each trigger brings the next one, so that there is always one more to read.
  private static void storm(Duration period, Signal signal, boolean accepted) throws Exception {
    Ticker ticker =
        Ticker.every(period)
            .on(signal)
            .acceptIf(info -> {
              Signals.raise(signal);
              return accepted;
            })
            .start(() -> {});
    Signals.raise(signal);
    Eventually.until("3 runs", () -> ticker.runs() >= 3);
    System.out.println(ticker.triggers() >= 3 == accepted ? "3 runs" : "triggers miscounted");
    System.exit(0);
  }

  private static void alive() throws Exception {
    CountDownLatch ending = new CountDownLatch(1);
    start(
        Ticker.every(Duration.ofMillis(20)),
        ticker -> {
          await(ending);
          System.out.println("run " + ticker.runs());
          if (ticker.runs() == 3) {
            ticker.close();
          }
        });
    System.out.println("main ends");
    ending.countDown();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
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

  /// Compilation takes its time, so the best of many rounds counts.
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

  private static void allocation() throws Exception {
    int ticks = 200;
    CompletableFuture<Long> best = new CompletableFuture<>();
    long[] round = {Long.MAX_VALUE, 0, 0}; // least so far, where it began, rounds
    start(
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

  private static void refused() throws Exception {
    refused(() -> Ticker.every(Duration.ZERO));
    refused(() -> Ticker.every(Duration.ofSeconds(-1)));
    refused(() -> Ticker.every(Duration.ofDays(300 * 366)));
    refused(() -> Ticker.every(HOUR).on(Signal.SEGV).start(() -> {}));
    try (SelfPipe _ = SelfPipe.open(Signal.ALRM)) {
      refused(() -> Ticker.every(HOUR).start(() -> {}));
    }
    for (int years : new int[] {1, 292}) {
      CountDownLatch ran = new CountDownLatch(1);
      try (Ticker _ =
          Ticker.every(Duration.ofDays(365L * years)).immediately().start(ran::countDown)) {
        ran.await();
        System.out.println(years + (years == 1 ? " year" : " years") + ": ran at once");
      }
    }
  }

  private static void refused(Callable<?> call) throws Exception {
    try {
      System.out.println(call.call());
    } catch (IllegalArgumentException | IllegalStateException e) {
      System.out.println(e.getMessage());
    }
  }
}
