package dev.signalman.signal;

import dev.signalman.Signal;
import dev.signalman.testkit.Eventually;
import dev.signalman.time.Alarm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;

/// Sleeps, in the way that its argument names.
final class SleepProgram {
  private SleepProgram() {}

  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "cut" -> cut();
      case "through" -> through();
      case "jdk" -> jdk();
      case "times" -> times();
      case "interrupt" -> interrupt();
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static void cut() throws InterruptedException {
    Signals.handle(Signal.USR1, info -> System.out.println("handler"));
    Duration time = Duration.ofSeconds(25);
    System.out.println("ready");
    long start = System.nanoTime();
    Duration left = Signals.sleep(time);
    Duration sum = left.plusNanos(System.nanoTime() - start);
    boolean exact = sum.compareTo(time) >= 0 && sum.compareTo(time.plusSeconds(10)) < 0;
    System.out.println("slept and left make 25 s: " + exact);
    System.out.println("some left: " + left.isPositive());
  }

  private static void through() throws InterruptedException {
    Signals.handle(Signal.USR1, info -> {});
    for (Duration time :
        List.of(Duration.ZERO, Duration.ofNanos(1_000_001), Duration.ofMillis(150))) {
      long start = System.nanoTime();
      Duration left = Signals.sleep(time);
      long elapsed = System.nanoTime() - start;
      System.out.println(left + (elapsed >= time.toNanos() ? " not early" : " " + elapsed));
    }
  }

  private static void jdk() throws Exception {
    Object lock = new Object();
    Duration time = Duration.ofMillis(400);
    List<FutureTask<Long>> sleeps = new ArrayList<>();
    sleeps.add(timed(() -> Thread.sleep(time)));
    sleeps.add(timed(() -> LockSupport.parkNanos(time.toNanos())));
    sleeps.add(timed(() -> waitOnce(lock, time)));
    sleeps.forEach(sleep -> Thread.ofPlatform().start(sleep));
    FutureTask<String> handled = new FutureTask<>(() -> "handled");
    Signals.handle(Signal.ALRM, info -> handled.run());
    Alarm.set(Duration.ofMillis(50));
    System.out.println(handled.get());
    int early = 0;
    for (FutureTask<Long> sleep : sleeps) {
      early += sleep.get() < time.toNanos() ? 1 : 0;
    }
    System.out.println(early + " early");
  }

  @SuppressWarnings("WaitNotInLoop") // the length of one wait is the question
  private static void waitOnce(Object lock, Duration time) throws InterruptedException {
    synchronized (lock) {
      lock.wait(time.toMillis());
    }
  }

  private interface Sleep {
    void run() throws InterruptedException;
  }

  private static FutureTask<Long> timed(Sleep sleep) {
    return new FutureTask<>(() -> {
      long start = System.nanoTime();
      sleep.run();
      return System.nanoTime() - start;
    });
  }

  private static void times() throws Exception {
    for (Duration time :
        List.of(Duration.ofSeconds(-1), Duration.ofNanos(-1), Duration.ofDays(300 * 366))) {
      try {
        System.out.println(Signals.sleep(time));
      } catch (IllegalArgumentException e) {
        System.out.println(e.getMessage());
      }
    }
    Signals.handle(Signal.ALRM, info -> {});
    Callable<Duration> sleep = () -> Signals.sleep(Duration.ofDays(365));
    FutureTask<Duration> task = new FutureTask<>(sleep);
    Thread sleeper = Thread.ofPlatform().start(task);
    Eventually.until("sleeping", () -> sleeper.getState() == Thread.State.TIMED_WAITING);
    Signals.raise(Signal.ALRM);
    System.out.println(task.get().toDays() == 364 ? "a year was begun" : task.get());
  }

  private static void interrupt() {
    Thread sleeping = Thread.currentThread();
    Thread.ofPlatform()
        .start(
            new FutureTask<>(() -> {
              Eventually.until("sleeping", () -> sleeping.getState() == Thread.State.TIMED_WAITING);
              sleeping.interrupt();
              return "";
            }));
    sleepInterrupted("interrupted");
    Thread.currentThread().interrupt();
    sleepInterrupted("interrupted before");
    System.out.println("status " + Thread.currentThread().isInterrupted());
  }

  private static void sleepInterrupted(String words) {
    try {
      System.out.println(Signals.sleep(Duration.ofSeconds(25)));
    } catch (InterruptedException _) {
      System.out.println(words);
    }
  }
}
