package dev.signalman.signal;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.testkit.Eventually;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// Pauses, in the way that its argument names.
final class PauseProgram {
  private PauseProgram() {}

  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "each" -> each();
      case "plain" -> plain();
      case "slow" -> slow();
      case "race" -> race(args[1]);
      case "sleepBetween" -> sleepBetween();
      case "sleepEnded" -> sleepEnded();
      case "others" -> others();
      case "queued" -> queued();
      case "interrupt" -> interrupt();
      case "crowd" -> crowd();
      case "handler" -> handler();
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static void pause() throws InterruptedException {
    System.out.println("paused " + Signals.pause().signal());
  }

  private static void each() throws InterruptedException {
    SignalSet standard =
        SignalSet.copyOf(
            Stream.of(Signal.values())
                .filter(
                    signal -> !signal.isRealTime() && dev.signalman.Ownership.receivable(signal))
                .toList());
    Signals.handle(standard, info -> {});
    System.out.println("ready");
    while (true) {
      pause();
    }
  }

  private static void plain() throws InterruptedException {
    System.out.println("ready");
    pause();
  }

  private static void slow() throws InterruptedException {
    Signals.handle(Signal.USR1, info -> slowly("first handler"));
    Signals.handle(Signal.USR1, info -> slowly("second handler"));
    System.out.println("ready");
    pause();
  }

  private static void slowly(String name) throws InterruptedException {
    Thread.sleep(100); // a piece of work
    System.out.println(name);
  }

  /// Another process sends while this one is about to pause, or has just ended a pause.
  private static void race(String sender) throws Exception {
    SignalQueue queue = Signals.queue(Signal.WINCH);
    Signals.handle(Signal.USR1, info -> {});
    Process process = new ProcessBuilder(sender).start();
    Random random = new Random(1);
    try (OutputStream orders = process.getOutputStream();
        InputStream answers = process.getInputStream()) {
      for (int i = 0; i < 1_000; i++) {
        Signal signal = random.nextBoolean() ? Signal.USR1 : Signal.WINCH;
        orders.write(signal.number());
        orders.flush();
        if (random.nextBoolean()) {
          answers.readNBytes(1);
        }
        spin(random.nextInt(100_000));
        Signal got = Signals.pause().signal();
        if (got != signal) {
          System.out.println(got + " instead of " + signal);
        }
      }
    }
    queue.close();
    System.out.println("1000 pauses");
  }

  private static void spin(long nanos) {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() - end < 0) {
      Thread.onSpinWait();
    }
  }

  /// Another thread's pause tells when the signal has been handled.
  private static void sleepBetween() throws Exception {
    Signals.handle(Signal.USR1, info -> {});
    FutureTask<Signal> other = new FutureTask<>(() -> Signals.pause().signal());
    Thread.ofPlatform().start(other);
    System.out.println("ready");
    System.out.println("handled " + other.get());
    boolean through = Signals.sleep(Duration.ofMillis(10)).isZero();
    System.out.println(through ? "slept through" : "cut short");
    pause();
  }

  private static void sleepEnded() throws InterruptedException {
    Signals.handle(SignalSet.of(Signal.USR1, Signal.HUP), info -> {});
    System.out.println("ready");
    boolean through = Signals.sleep(Duration.ofSeconds(25)).isZero();
    System.out.println(through ? "slept through" : "cut short");
    pause();
  }

  private static void others() throws Exception {
    Signals.ignore(Signal.INT);
    Signals.handle(Signal.USR1, info -> {});
    SelfPipe pipe = SelfPipe.open(Signal.HUP);
    Thread.ofPlatform().daemon().start(new FutureTask<>(() -> show(pipe)));
    System.out.println("ready");
    pause();
  }

  private static Signal show(SelfPipe pipe) throws InterruptedException {
    Signal signal = pipe.take().signal();
    System.out.println("pipe " + signal);
    return signal;
  }

  private static void queued() throws InterruptedException {
    Signals.queue(Signal.USR1);
    Signals.await(SignalSet.of(Signal.USR2), Duration.ZERO);
    System.out.println("ready");
    pause();
    pause();
  }

  private static void interrupt() {
    Thread pausing = Thread.currentThread();
    Thread.ofPlatform()
        .start(
            new FutureTask<>(() -> {
              Eventually.until("waiting", () -> pausing.getState() == Thread.State.WAITING);
              pausing.interrupt();
              return "";
            }));
    pauseInterrupted("interrupted");
    Thread.currentThread().interrupt();
    pauseInterrupted("interrupted before");
    System.out.println("status " + Thread.currentThread().isInterrupted());
  }

  private static void pauseInterrupted(String words) {
    try {
      pause();
    } catch (InterruptedException _) {
      System.out.println(words);
    }
  }

  private static void crowd() throws Exception {
    Signals.handle(Signal.USR1, info -> {});
    AtomicInteger virtual = new AtomicInteger();
    AtomicInteger platform = new AtomicInteger();
    CountDownLatch started = new CountDownLatch(10);
    for (int i = 0; i < 10; i++) {
      Thread.ofVirtual().start(() -> pauseOnce(started, virtual));
    }
    started.await();
    Thread other = Thread.ofPlatform().start(() -> pauseOnce(started, platform));
    System.out.println("ready");
    pauseOnce(started, platform);
    other.join();
    Eventually.until("all virtual ones", () -> virtual.get() == 10);
    System.out.println(virtual + " virtual");
    System.out.println(platform + " platform");
  }

  private static void pauseOnce(CountDownLatch started, AtomicInteger done) {
    started.countDown();
    try {
      Signals.pause();
      done.incrementAndGet();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void handler() throws InterruptedException {
    Signals.handle(Signal.USR1, info -> pauseRefused());
    Signals.handle(
        Signal.USR2,
        info -> {
          System.out.println("on its own executor");
          pause();
        },
        Executors.newSingleThreadExecutor());
    System.out.println("ready");
    Thread.currentThread().join();
  }

  private static void pauseRefused() throws InterruptedException {
    try {
      pause();
    } catch (IllegalStateException e) {
      System.out.println(e.getMessage());
    }
  }
}
