package dev.signalman.stress;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.signalman.process.Child;
import dev.signalman.process.ExitStatus;
import dev.signalman.process.Spawn;
import dev.signalman.testkit.Lines;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Children that are started by several threads, that of `main` among them, and waited for by
/// others: with a time limit and without, in virtual threads, by a future, by several at once, with
/// interruptions.
final class Waiters {
  private static final Duration ROUND = Duration.ofMillis(500);
  private static final int THREADS = 3;
  private static final int LONGEST_NAP = 1_000_000;
  private static final int SHORTEST_LIMIT = 10_000;

  private final ExecutorService pool = Executors.newCachedThreadPool();
  private final ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicLong children = new AtomicLong();
  private final AtomicLong waits = new AtomicLong();
  private final AtomicLong interruptions = new AtomicLong();
  private final AtomicLong wrong = new AtomicLong();
  private final long end = System.nanoTime() + ROUND.toNanos();

  private Waiters() {}

  /// Arguments: for how many seconds rounds follow each other, and the seed.
  public static void main(String[] args) throws Exception {
    Spawn.of("true").start().waitFor(); // opens what stays open
    System.out.println("ready");
    Lines.next();
    long end = System.nanoTime() + SECONDS.toNanos(Long.parseLong(args[0]));
    long seed = Long.parseLong(args[1]);
    do {
      Waiters round = new Waiters();
      round.run(seed);
      System.out.printf("%s, %s wrong%n", round, round.wrong);
      seed += THREADS;
    } while (System.nanoTime() - end < 0);
    System.out.println("end");
    Lines.next();
  }

  @Override
  public String toString() {
    return "%s children, %s waits, %s interruptions".formatted(children, waits, interruptions);
  }

  private void run(long seed) throws Exception {
    List<Future<?>> others = new ArrayList<>();
    for (int i = 1; i < THREADS; i++) {
      Random random = new Random(seed + i);
      others.add(pool.submit(() -> startAll(random)));
    }
    startAll(new Random(seed));
    for (Future<?> other : others) {
      other.get();
    }
    pool.close();
    virtual.close();
  }

  private Void startAll(Random random) throws Exception {
    while (System.nanoTime() - end < 0) {
      int code = random.nextInt(256);
      Child child = Spawn.of("sh", "-c", "exit " + code).start();
      children.incrementAndGet();
      List<Future<ExitStatus>> all = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        all.add(waiter(child, random));
      }
      if (random.nextInt(4) == 0) {
        interruptOne(child, random);
      }
      LockSupport.parkNanos(random.nextInt(LONGEST_NAP)); // it may end before anybody waits
      check(code, child.waitFor());
      for (Future<ExitStatus> one : all) {
        check(code, one.get(30, SECONDS));
      }
    }
    return null;
  }

  private Future<ExitStatus> waiter(Child child, Random random) {
    Duration limit = Duration.ofNanos(SHORTEST_LIMIT + random.nextInt(LONGEST_NAP));
    Callable<ExitStatus> again =
        () -> {
          ExitStatus status = child.waitFor(limit);
          while (status == null) {
            status = child.waitFor(limit);
          }
          return status;
        };
    return switch (random.nextInt(5)) {
      case 0 -> pool.submit(() -> child.waitFor());
      case 1 -> pool.submit(again);
      case 2 -> virtual.submit(() -> child.waitFor());
      case 3 -> virtual.submit(again);
      default -> child.onExit();
    };
  }

  private void interruptOne(Child child, Random random) throws InterruptedException {
    Thread waiter =
        Thread.ofPlatform()
            .start(() -> {
              try {
                child.waitFor();
              } catch (InterruptedException _) {
                interruptions.incrementAndGet();
              }
            });
    LockSupport.parkNanos(random.nextInt(LONGEST_NAP));
    waiter.interrupt();
    waiter.join();
  }

  private void check(int code, ExitStatus status) {
    waits.incrementAndGet();
    if (!(status instanceof ExitStatus.Exited exited) || exited.code() != code) {
      wrong.incrementAndGet();
      System.err.println(status + " instead of " + code);
    }
  }
}
