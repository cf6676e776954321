package dev.signalman.stress;

import dev.signalman.SignalInfo;
import dev.signalman.signal.SignalQueue;
import dev.signalman.signal.SignalRegistration;
import dev.signalman.signal.Signals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Handlers, with executors and without, and queues that come and go while [Flood#SIGNAL] arrives.
/// Each gets everything from its first signal to its end, in order, and nothing after that. So the
/// reading goes from thread to thread all the time, for every reason there is.
final class Visitors implements QueueWitness.Load {
  private static final int AT_ONCE = 3;
  private static final int LONGEST_STAY = 5_000_000;

  private final ExecutorService pool =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
  private final List<Thread> running = new ArrayList<>();
  private final AtomicLong visits = new AtomicLong();
  private final AtomicLong signals = new AtomicLong();
  private final AtomicLong late = new AtomicLong();
  private final AtomicLong interrupted = new AtomicLong();
  private final AtomicLong disordered = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private volatile boolean done;

  /// What one of them has seen.
  private final class Visit {
    private final long[] next = new long[Flood.SENDERS];
    private final int busyEvery;

    /// Not in a thread of somebody else, in which it would meet its own interruption again.
    private final boolean interrupts;

    private volatile boolean over;

    Visit(Random random, boolean interrupts) {
      this.interrupts = interrupts;
      Arrays.fill(next, -1);
      busyEvery = 50 + random.nextInt(1000);
    }

    void handle(SignalInfo info) {
      if (over) {
        late.incrementAndGet();
      }
      if (Thread.interrupted()) {
        interrupted.incrementAndGet();
      }
      check(info);
      if (signals.get() % busyEvery == 0) {
        LockSupport.parkNanos(100_000);
        if (interrupts) {
          Thread.currentThread().interrupt();
        }
      }
    }

    void check(SignalInfo info) {
      int sender = (int) (info.value() >>> 32);
      long sequence = info.value() & 0xffff_ffffL;
      if (next[sender] >= 0 && sequence != next[sender] && sequence != 0) { // 0: another round
        disordered.incrementAndGet();
      }
      next[sender] = sequence + 1;
      signals.incrementAndGet();
    }
  }

  static Visitors start(long seed) {
    Visitors visitors = new Visitors();
    for (int i = 0; i < AT_ONCE; i++) {
      Random random = new Random(seed + i);
      visitors.running.add(
          Thread.ofPlatform().name("visitor").start(() -> visitors.comeAndGo(random)));
    }
    return visitors;
  }

  private void comeAndGo(Random random) {
    try {
      while (!done) {
        int stay = random.nextInt(LONGEST_STAY);
        int kind = random.nextInt(4);
        Visit visit = new Visit(random, kind < 2);
        switch (kind) {
          case 0 -> stay(visit, Signals.handle(Flood.SIGNAL, visit::handle), stay);
          case 1 -> stay(visit, handle(visit, Runnable::run), stay);
          case 2 -> stay(visit, handle(visit, pool), stay);
          default -> queue(visit, stay);
        }
        visits.incrementAndGet();
      }
    } catch (Throwable e) {
      failed.incrementAndGet();
      e.printStackTrace();
    }
  }

  private static SignalRegistration handle(Visit visit, Executor executor) {
    return Signals.handle(Flood.SIGNAL, visit::handle, executor);
  }

  private static void stay(Visit visit, SignalRegistration registration, int nanos) {
    LockSupport.parkNanos(nanos);
    registration.close();
    visit.over = true;
  }

  private static void queue(Visit visit, int nanos) throws InterruptedException {
    try (SignalQueue queue = Signals.queue(Flood.SIGNAL)) {
      long begin = System.nanoTime();
      while (System.nanoTime() - begin < nanos) {
        SignalInfo info = queue.poll(Duration.ofNanos(nanos));
        if (info != null) {
          visit.check(info);
        }
      }
    }
  }

  /// A run to which nobody came shows nothing.
  private int nobody() {
    return visits.get() == 0 || signals.get() == 0 ? 1 : 0;
  }

  @Override
  public String stop() throws InterruptedException {
    done = true;
    for (Thread thread : running) {
      thread.join();
    }
    pool.shutdown();
    return "%s visitors with %s signals, %s late, %s interrupted, %s out of order, %s failed, %s wrong"
        .formatted(
            visits,
            signals,
            late,
            interrupted,
            disordered,
            failed,
            late.get() + interrupted.get() + disordered.get() + failed.get() + nobody());
  }
}
