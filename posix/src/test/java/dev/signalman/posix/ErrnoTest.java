package dev.signalman.posix;

import static dev.signalman.posix.ErrnoNumbers.EBADF;
import static dev.signalman.posix.ErrnoNumbers.EINVAL;
import static dev.signalman.posix.ErrnoNumbers.ENOENT;
import static dev.signalman.posix.ErrnoNumbers.ESRCH;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The errno of a call is never that of another call, whichever threads they run in.
class ErrnoTest {
  private static final int ROUNDS = 5_000;
  private static final Memory PATH = Memory.string("/no/such/file");

  private static final Map<Integer, IntSupplier> FAILURES =
      Map.of(
          EINVAL, () -> SignalH.kill(UnistdH.getpid(), 65),
          ESRCH, () -> SignalH.kill(Integer.MIN_VALUE, 0),
          EBADF, () -> UnistdH.close(-1),
          ENOENT, () -> FcntlH.open(PATH, FcntlH.O_RDONLY, 0));

  @Test
  void belongsToItsPlatformThread() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(FAILURES.size())) {
      assertThat(wrongResults(threads, 1)).isZero();
    }
  }

  @Test
  void belongsToItsVirtualThread() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(wrongResults(threads, 16)).isZero();
    }
  }

  private static long wrongResults(ExecutorService threads, int each) throws Exception {
    CountDownLatch start = new CountDownLatch(FAILURES.size() * each);
    List<Callable<Long>> tasks =
        FAILURES.entrySet().stream()
            .flatMap(failure ->
                IntStream.range(0, each)
                    .<Callable<Long>>mapToObj(_ -> () -> wrongResults(start, failure)))
            .toList();
    long wrong = 0;
    for (Future<Long> result : threads.invokeAll(tasks)) {
      wrong += result.get();
    }
    return wrong;
  }

  private static long wrongResults(CountDownLatch start, Map.Entry<Integer, IntSupplier> failure)
      throws InterruptedException {
    start.countDown();
    start.await();
    long wrong = 0;
    for (int round = 0; round < ROUNDS; round++) {
      wrong += failure.getValue().getAsInt() == -failure.getKey() ? 0 : 1;
      if (round % 100 == 0) {
        Thread.sleep(0, 1); // a virtual thread goes on elsewhere
      }
    }
    return wrong;
  }
}
