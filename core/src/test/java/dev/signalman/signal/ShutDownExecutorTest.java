package dev.signalman.signal;

import dev.signalman.Signal;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class ShutDownExecutorTest {
  @Test
  void whatComesAfterItsShutdownIsCounted() throws Exception {
    try (ChildJvm child = ChildJvm.start(Handling.class)) {
      child.expect("2 dropped");
      child.expectExit(0);
    }
  }

  /// Handles signals on an executor that is shut down while one waits in it.
  static final class Handling {
    private Handling() {}

    public static void main(String[] args) throws Exception {
      Thread.setDefaultUncaughtExceptionHandler((_, _) -> {}); // each rejection is reported
      ExecutorService executor = Executors.newSingleThreadExecutor();
      CountDownLatch never = new CountDownLatch(1);
      executor.execute(() -> hold(never));
      try (Subscription handler = Signals.handle(Signal.RT8, info -> {}, executor);
          SignalQueue fence = Signals.subscribe(Signal.RT8)) {
        Signals.raise(Signal.RT8);
        fence.take(); // it comes second: the executor has got it
        executor.shutdownNow();
        Signals.raise(Signal.RT8);
        Signals.raise(Signal.RT8);
        Eventually.until("counted", () -> handler.dropped() >= 2);
        System.out.println(handler.dropped() + " dropped");
      }
    }

    private static void hold(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
