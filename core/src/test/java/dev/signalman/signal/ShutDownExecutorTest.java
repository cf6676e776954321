package dev.signalman.signal;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ShutDownExecutorTest {
  @Test
  @DisplayName("LIFE-16: a shut-down executor is reported once, and its lost signals are counted")
  void signalsAfterItsShutdownAreCounted() throws Exception {
    try (ChildJvm child = ChildJvm.start(Handling.class)) {
      child.expect("3 dropped, 1 reported");
      child.expectExit(0);
    }
  }

  @Test
  @DisplayName("LIFE-16: an executor that silently discards a task does not stop the handler")
  void aSilentlyDiscardedSignalIsHandledWithTheNext() throws Exception {
    try (ChildJvm child = ChildJvm.start(Discarding.class)) {
      child.expect("handled 1", "thrown away 2", "handled 2 and 3", "given back");
      child.expectExit(0);
    }
  }

  static final class Discarding {
    private Discarding() {}

    public static void main(String[] args) throws Exception {
      long self = ProcessHandle.current().pid();
      Signals.ignore(Signal.RT8);
      AtomicBoolean discards = new AtomicBoolean();
      BlockingQueue<Long> handled = new LinkedBlockingQueue<>();
      BlockingQueue<Runnable> discarded = new LinkedBlockingQueue<>();
      ExecutorService executor = Executors.newSingleThreadExecutor();
      Executor policy =
          task -> {
            if (discards.get()) {
              discarded.add(task);
            } else {
              executor.execute(task);
            }
          };
      try (SignalRegistration _ =
          Signals.handle(SignalSet.of(Signal.RT8), info -> handled.add(info.value()), policy)) {
        Signals.send(self, Signal.RT8, 1);
        System.out.println("handled " + handled.take());
        executor.submit(() -> {}).get(); // its call is over
        discards.set(true);
        Signals.send(self, Signal.RT8, 2);
        discarded.take();
        System.out.println("thrown away 2");
        discards.set(false);
        Signals.send(self, Signal.RT8, 3);
        System.out.println("handled " + handled.take() + " and " + handled.take());
        executor.submit(() -> {}).get();
        discards.set(true);
        Signals.send(self, Signal.RT8, 4);
        discarded.take();
      }
      System.out.println(handled.isEmpty() ? "given back" : "handled " + handled);
      executor.shutdown();
    }
  }

  /// Handles signals on an executor that is shut down while one waits in it.
  static final class Handling {
    private Handling() {}

    public static void main(String[] args) throws Exception {
      AtomicInteger reported = new AtomicInteger();
      Thread.setDefaultUncaughtExceptionHandler((_, _) -> reported.incrementAndGet());
      ExecutorService executor = Executors.newSingleThreadExecutor();
      CountDownLatch never = new CountDownLatch(1);
      executor.execute(() -> hold(never));
      try (SignalRegistration handler = Signals.handle(Signal.RT8, info -> {}, executor);
          SignalQueue fence = Signals.queue(Signal.RT8)) {
        Signals.raise(Signal.RT8);
        fence.take(); // it comes second: the executor has got it
        executor.shutdownNow();
        Signals.raise(Signal.RT8);
        Signals.raise(Signal.RT8);
        Eventually.until("counted", () -> handler.dropped() >= 3);
        fence.take();
        fence.take(); // what comes to the queue has been told to the handler before
        System.out.println(handler.dropped() + " dropped, " + reported + " reported");
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
