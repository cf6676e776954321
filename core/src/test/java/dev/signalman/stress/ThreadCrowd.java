package dev.signalman.stress;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.signal.SelfPipe;
import dev.signalman.signal.Signals;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Many platform threads, each of which ends after a while and is replaced, and claims that come
/// and go among them.
final class ThreadCrowd implements QueueWitness.Load {
  private static final int LONGEST_MILLIS = 2_000;
  private static final long STACK = 128 << 10;
  private static final Signal CLAIMED = Signal.RT8;

  private final int size;
  private final Semaphore places;
  private final CountDownLatch complete = new CountDownLatch(1);
  private final AtomicLong wrong = new AtomicLong();
  private final Random random;
  private long started;
  private long claims;
  private volatile boolean done;
  private final Thread starter;
  private final Thread claimer;

  private ThreadCrowd(int size, long seed) {
    this.size = size;
    places = new Semaphore(size);
    random = new Random(seed);
    starter = Thread.ofPlatform().start(this::startThreads);
    claimer = Thread.ofPlatform().start(this::claim);
  }

  /// Returns when the crowd is there. No thread ends before: a slow machine may start fewer threads
  /// in a second than would end.
  static ThreadCrowd start(int size, long seed) throws InterruptedException {
    ThreadCrowd crowd = new ThreadCrowd(size, seed);
    while (crowd.places.availablePermits() > 0 && crowd.starter.isAlive()) {
      Thread.sleep(1);
    }
    crowd.complete.countDown();
    return crowd;
  }

  private void startThreads() {
    while (!done) {
      places.acquireUninterruptibly();
      int millis = random.nextInt(LONGEST_MILLIS);
      Thread.ofPlatform().stackSize(STACK).start(() -> stay(millis));
      started++;
    }
  }

  private void stay(int millis) {
    try {
      complete.await();
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      wrong.incrementAndGet();
    } finally {
      places.release();
    }
  }

  /// Each claim receives what is sent during it, also by new threads, and nothing else.
  private void claim() {
    long pid = ProcessHandle.current().pid();
    try {
      while (!done) {
        claims++;
        try (SelfPipe pipe = SelfPipe.open(CLAIMED, Signal.TERM)) {
          send(pid);
          SignalInfo info = pipe.poll(Duration.ofSeconds(20));
          wrong.addAndGet(info != null && info.value() == claims && pipe.poll() == null ? 0 : 1);
        }
      }
    } catch (Exception e) {
      wrong.incrementAndGet();
      e.printStackTrace();
    }
  }

  /// The flood beside may have filled the queue.
  private void send(long pid) throws PosixException {
    for (boolean sent = false; !sent; ) {
      try {
        Signals.send(pid, CLAIMED, claims);
        sent = true;
      } catch (PosixException e) {
        if (!e.errno().equals(Errno.EAGAIN)) {
          throw e;
        }
        LockSupport.parkNanos(100_000);
      }
    }
  }

  @Override
  public String stop() throws InterruptedException {
    done = true;
    starter.join();
    claimer.join();
    places.acquire(size);
    return "%d threads, %d claims, %d wrong".formatted(started, claims, wrong.get());
  }
}
