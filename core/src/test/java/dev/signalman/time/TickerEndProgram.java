package dev.signalman.time;

import dev.signalman.Signal;
import dev.signalman.signal.SelfPipe;
import dev.signalman.signal.Signals;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/// Tickers that end, or go on where they might have ended, or never begin.
final class TickerEndProgram {
  private static final Duration HOUR = Duration.ofHours(1);

  private TickerEndProgram() {}

  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "throw" -> throwing();
      case "closeInside" -> closeInside();
      case "closeRace" -> closeRace();
      case "close" -> close();
      case "interrupt" -> interrupt();
      case "alive" -> alive();
      case "refused" -> refused();
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static void throwing() throws Exception {
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> {
      System.out.println("uncaught " + e);
      throw new IllegalStateException("the handler fails too");
    });
    TickerProgram.start(
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
        TickerProgram.start(
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

  private static void alive() throws Exception {
    CountDownLatch ending = new CountDownLatch(1);
    TickerProgram.start(
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
