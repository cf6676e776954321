package dev.signalman.bench;

import dev.signalman.Signal;
import dev.signalman.signal.SelfPipe;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/// What it costs to claim a signal and to release it, with more and more threads in the process.
///
/// All threads sleep. Prints a line for each number of them: the threads, and the medians of a
/// claim and of a release in microseconds.
final class ClaimCost {
  private static final int[] MORE = {0, 100, 400, 1_500, 2_000};
  private static final int TIMES = 15;
  private static final int WARM_UP = 60;
  private static final long STACK = 64 << 10;
  private static final double NANOS_A_MICRO = 1e3;

  private ClaimCost() {}

  public static void main(String[] args) throws Exception {
    int extra = 0;
    for (int i = 0; i < WARM_UP; i++) {
      measure(1);
    }
    for (int more : MORE) {
      start(more);
      extra += more;
      measure(2);
      double[] medians = measure(TIMES);
      System.out.printf(
          "claims %d more threads: claim %.0f us, release %.0f us%n",
          extra, medians[0] / NANOS_A_MICRO, medians[1] / NANOS_A_MICRO);
    }
  }

  private static void start(int count) throws InterruptedException {
    CountDownLatch started = new CountDownLatch(count);
    for (int i = 0; i < count; i++) {
      Thread.ofPlatform()
          .daemon()
          .stackSize(STACK)
          .start(() -> {
            started.countDown();
            while (true) {
              LockSupport.park();
            }
          });
    }
    started.await();
  }

  /// Medians of a claim and a release, in nanoseconds.
  private static double[] measure(int times) throws Exception {
    double[] claims = new double[times];
    double[] releases = new double[times];
    for (int i = 0; i < times; i++) {
      long start = System.nanoTime();
      SelfPipe pipe = SelfPipe.open(Signal.RT4);
      long claimed = System.nanoTime();
      pipe.close();
      long released = System.nanoTime();
      claims[i] = claimed - start;
      releases[i] = released - claimed;
    }
    return new double[] {median(claims), median(releases)};
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
