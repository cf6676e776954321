package dev.signalman.stress;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Everything in a VM that signals, masks or new threads might disturb, all at once: platform
/// threads, virtual threads, child processes, garbage, implicit null checks, stack overflows.
final class Churn implements QueueWitness.Load {
  /// The name of the threads that go on all the time.
  static final String THREAD = "churn";

  @SuppressWarnings("UnusedVariable") // what goes in here is not optimised away
  private static volatile Object sink = "";

  private final AtomicLong threads = new AtomicLong();
  private final AtomicLong virtuals = new AtomicLong();
  private final AtomicLong processes = new AtomicLong();
  private final AtomicLong nulls = new AtomicLong();
  private final AtomicLong overflows = new AtomicLong();
  private final AtomicLong wrong = new AtomicLong();
  private final List<Thread> running = new ArrayList<>();
  private volatile boolean done;

  private interface Step {
    void make(Random random) throws Exception;
  }

  /// Starts one thread for each sort.
  static Churn start(long seed) {
    Churn churn = new Churn();
    churn.loop(seed + 1, churn::platformThread);
    churn.loop(seed + 2, churn::virtualThread);
    churn.loop(seed + 3, churn::process);
    churn.loop(seed + 4, churn::garbage);
    churn.loop(seed + 5, churn::nullCheck);
    churn.loop(seed + 6, churn::overflow);
    return churn;
  }

  private void loop(long seed, Step step) {
    running.add(
        Thread.ofPlatform()
            .name(THREAD)
            .start(() -> {
              Random random = new Random(seed);
              try {
                while (!done) {
                  step.make(random);
                  // Enough of it, but the two processors of a small machine are for the signals.
                  Thread.sleep(random.nextInt(3));
                }
              } catch (Exception e) {
                wrong.incrementAndGet();
                e.printStackTrace();
              }
            }));
  }

  /// Ends it.
  ///
  /// @return what was done, for the record
  @Override
  public String stop() throws InterruptedException {
    done = true;
    for (Thread thread : running) {
      thread.join();
    }
    return "%s threads, %s virtual threads, %s processes, %s null checks, %s overflows, %s wrong"
        .formatted(threads, virtuals, processes, nulls, overflows, wrong);
  }

  private void platformThread(Random random) throws InterruptedException {
    Thread[] started = new Thread[1 + random.nextInt(8)];
    for (int i = 0; i < started.length; i++) {
      started[i] = Thread.ofPlatform().start(threads::incrementAndGet);
    }
    for (Thread thread : started) {
      thread.join();
    }
  }

  private void virtualThread(Random random) throws InterruptedException {
    Thread[] started = new Thread[random.nextInt(100)];
    for (int i = 0; i < started.length; i++) {
      int nanos = random.nextInt(1_000_000);
      started[i] = Thread.ofVirtual().start(() -> sleep(nanos));
    }
    for (Thread thread : started) {
      thread.join();
    }
  }

  private void sleep(int nanos) {
    try {
      Thread.sleep(0, nanos % 1_000_000);
      virtuals.incrementAndGet();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void process(Random random) throws Exception {
    int status = random.nextInt(100);
    Process process = new ProcessBuilder("sh", "-c", "exit " + status).start();
    wrong.addAndGet(process.waitFor() == status ? 0 : 1);
    processes.incrementAndGet();
  }

  private void garbage(Random random) {
    List<byte[]> kept = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      kept.add(new byte[random.nextInt(10_000)]);
    }
    sink = kept;
  }

  private void nullCheck(Random random) {
    for (int i = 0; i < 1000; i++) {
      boolean isNull = random.nextBoolean();
      try {
        wrong.addAndGet(length(isNull ? null : "x") == 1 && !isNull ? 0 : 1);
      } catch (NullPointerException e) {
        wrong.addAndGet(isNull ? 0 : 1);
        nulls.incrementAndGet();
      }
    }
  }

  @SuppressWarnings("NullAway") // the point of it
  private static int length(@Nullable String text) {
    return text.length();
  }

  private void overflow(Random random) {
    try {
      sink = descend(random.nextInt());
    } catch (StackOverflowError e) {
      overflows.incrementAndGet();
    }
  }

  @SuppressWarnings("InfiniteRecursion") // until there is no stack left
  private static int descend(int depth) {
    return 1 + descend(depth + 1);
  }
}
