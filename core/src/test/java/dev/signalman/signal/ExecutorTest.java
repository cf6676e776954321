package dev.signalman.signal;

import dev.signalman.Signal;
import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Handlers on executors of the program's own.
class ExecutorTest {
  enum Refusal {
    REJECTED,
    STATE,
    OUT_OF_THREADS,
    UNDECLARED;

    String exception() {
      return switch (this) {
        case REJECTED -> "RejectedExecutionException";
        case STATE -> "IllegalStateException";
        case OUT_OF_THREADS -> "OutOfMemoryError";
        case UNDECLARED -> "IOException";
      };
    }

    void refuse() {
      switch (this) {
        case REJECTED -> throw new RejectedExecutionException("full");
        case STATE -> throw new IllegalStateException("closed");
        case OUT_OF_THREADS -> throw new OutOfMemoryError("unable to create native thread");
        case UNDECLARED ->
            throw Refusal.<RuntimeException>sneaky(new IOException("no declaration"));
      }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // that is the trick
    private static <T extends Throwable> T sneaky(Throwable thrown) throws T {
      throw (T) thrown;
    }
  }

  @ParameterizedTest(name = "HND-03: an executor that fails with {0} loses one signal and no more")
  @EnumSource
  void failingExecutorHoldsUpNobody(Refusal refusal) throws Exception {
    try (ChildJvm child = ChildJvm.start(Fussy.class, refusal.name())) {
      child.expect("ready");
      Peer.kill("USR1", child.pid());
      child.expect("refused", "reported " + refusal.exception());
      child.expect("common", "dropped 1");
      Peer.kill("USR1", child.pid());
      child.expect("fussy", "common", "dropped 1");
    }
  }

  static final class Fussy {
    public static void main(String[] args) throws Exception {
      Refusal refusal = Refusal.valueOf(args[0]);
      Thread.setDefaultUncaughtExceptionHandler(
          (thread, thrown) -> System.out.println("reported " + thrown.getClass().getSimpleName()));
      Executor once =
          new Executor() {
            private boolean refused;

            @Override
            public void execute(Runnable task) {
              if (!refused) {
                refused = true;
                System.out.println("refused");
                refusal.refuse();
              }
              task.run();
            }
          };
      SignalRegistration fussy =
          Signals.handle(Signal.USR1, info -> System.out.println("fussy"), once);
      Signals.handle(Signal.USR1, info -> System.out.println("common\ndropped " + fussy.dropped()));
      System.out.println("ready");
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  @Test
  @DisplayName("HND-05: each of two threads that close a handler waits for the running call")
  void everyCloseWaitsForTheRunningCall() throws Exception {
    try (ChildJvm child = ChildJvm.start(TwoClosers.class)) {
      child.expect("ready");
      Peer.kill("USR1", child.pid());
      child.expect("running", "both wait", "ran", "closed", "closed");
    }
  }

  static final class TwoClosers {
    public static void main(String[] args) throws Exception {
      CountDownLatch running = new CountDownLatch(1);
      CountDownLatch end = new CountDownLatch(1);
      SignalRegistration slow =
          Signals.handle(
              Signal.USR1,
              info -> {
                System.out.println("running");
                running.countDown();
                end.await();
                System.out.println("ran");
              });
      System.out.println("ready");
      running.await();
      Thread first = closer(slow);
      awaitClosed(slow, first);
      Thread second = closer(slow);
      awaitClosed(slow, second);
      System.out.println("both wait");
      end.countDown();
      first.join();
      second.join();
    }

    private static Thread closer(SignalRegistration registration) {
      return Thread.startVirtualThread(() -> {
        registration.close();
        System.out.println("closed");
      });
    }

    /// Until the closer waits for the call, or has not waited.
    private static void awaitClosed(SignalRegistration registration, Thread closer) {
      while (registration.isOpen() || closer.getState() == Thread.State.RUNNABLE) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  @DisplayName("HND-16: an executor with a thread for each task gets calls one at a time, in order")
  void keepsOrderOnManyThreads() throws Exception {
    try (ChildJvm child = ChildJvm.start(Sequence.class)) {
      child.expect("ready");
      CProgram.compile(ExecutorTest.class, "/c/storm.c")
          .run(
              Integer.toString(Signal.RT2.number()),
              Integer.toString(Sequence.COUNT),
              Integer.toString(child.pid()));
      child.expect("in order");
    }
  }

  static final class Sequence {
    static final int COUNT = 1000;

    private static int next;

    public static void main(String[] args) throws Exception {
      Executor threads =
          task ->
              Thread.startVirtualThread(() -> {
                LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(100_000));
                task.run();
              });
      Signals.handle(
          Signal.RT2,
          info -> {
            int expected = next;
            LockSupport.parkNanos(1); // if another call came in between, both would expect the same
            next = info.intValue() == expected ? expected + 1 : Integer.MIN_VALUE;
            if (next == COUNT) {
              System.out.println("in order");
            }
          },
          threads);
      System.out.println("ready");
      Thread.sleep(Long.MAX_VALUE);
    }
  }
}
