package dev.signalman.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MaskWatchTest {
  private static final int TID = Integer.MAX_VALUE;

  private final Object lock = new Object();
  private final AtomicInteger looks = new AtomicInteger();
  private final CountDownLatch checked = new CountDownLatch(3);

  @Test
  void aFailedLookIsNotTheLast() throws Exception {
    MaskBroadcast broadcast = new MaskBroadcast(HandlerPage.map(), true, System::nanoTime);
    MaskWatch watch =
        new MaskWatch(
            lock,
            broadcast,
            () -> {
              checked.countDown();
              switch (looks.incrementAndGet()) {
                case 1 -> throw new UncheckedIOException(new IOException("a first failure"));
                case 2 -> throw new OutOfMemoryError("a second failure");
                default -> broadcast.suspects().outside(TID, 0); // there is nothing left to be done
              }
              return 0;
            });
    synchronized (lock) {
      broadcast.suspects().notUnblocked(TID, 1);
      watch.begin();
    }
    assertThat(checked.await(60, TimeUnit.SECONDS)).isTrue();
  }
}
