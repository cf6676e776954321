package dev.signalman.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.ReceiverClosedException;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.posix.UnistdH;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Lines;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How a wait for a signal ends: by a signal, by time, by interrupt, by close.
class SelfPipeWaitTest {
  @ParameterizedTest(name = "FD-03: take() on a {0} thread ends with the signal")
  @ValueSource(strings = {"platform", "virtual"})
  void aSignalEndsTheWait(String kind) throws Exception {
    try (ChildJvm child = waiting(kind)) {
      Peer.kill("USR1", child.pid());
      child.expect("took USR1");
    }
  }

  @ParameterizedTest(
      name = "FD-03: take() on a {0} thread ends by interrupt, and the pipe still works")
  @ValueSource(strings = {"platform", "virtual"})
  void interruptEndsTheWait(String kind) throws Exception {
    try (ChildJvm child = waiting(kind)) {
      child.send("interrupt");
      child.expect("InterruptedException, status false", "poll null");
      child.send("wait");
      awaitWaiting(child);
      Peer.kill("USR1", child.pid());
      child.expect("took USR1");
    }
  }

  @ParameterizedTest(name = "FD-03: take() on a {0} thread ends by close()")
  @ValueSource(strings = {"platform", "virtual"})
  void closeEndsTheWait(String kind) throws Exception {
    try (ChildJvm child = waiting(kind)) {
      child.send("close");
      child.expect("ReceiverClosedException");
    }
  }

  private static ChildJvm waiting(String kind) throws Exception {
    ChildJvm child = ChildJvm.start(Waiter.class, kind);
    child.send("wait");
    awaitWaiting(child);
    return child;
  }

  /// On a virtual thread it is the thread of all such that waits in the kernel.
  private static void awaitWaiting(ChildJvm child) throws Exception {
    String line = child.line();
    long printed = Long.parseLong(line.substring("waiting ".length()));
    Eventually.until(
        "asleep in the kernel",
        () -> {
          for (long tid : ProcFs.threads(child.pid())) {
            boolean waits =
                printed == 0
                    ? ProcFs.threadName(child.pid(), tid).startsWith("signalman-wait")
                    : tid == printed;
            if (waits && ProcFs.thread(child.pid(), tid).state() == 'S') {
              return true;
            }
          }
          return false;
        });
  }

  static final class Waiter {
    public static void main(String[] args) throws Exception {
      boolean virtual = args[0].equals("virtual");
      Thread.Builder builder = virtual ? Thread.ofVirtual() : Thread.ofPlatform();
      SelfPipe pipe = SelfPipe.open(Signal.USR1);
      Thread waiter = Thread.currentThread();
      for (String line : Lines.in()) {
        switch (line) {
          case "wait" -> waiter = builder.start(() -> waitOnce(pipe, virtual));
          case "interrupt" -> waiter.interrupt();
          default -> pipe.close();
        }
      }
    }

    private static void waitOnce(SelfPipe pipe, boolean virtual) {
      System.out.println("waiting " + (virtual ? 0 : UnistdH.gettid()));
      try {
        System.out.println("took " + pipe.take().signal());
      } catch (InterruptedException e) {
        System.out.println(
            "InterruptedException, status " + Thread.currentThread().isInterrupted());
        System.out.println("poll " + pipe.poll());
      } catch (ReceiverClosedException e) {
        System.out.println("ReceiverClosedException");
      }
    }
  }

  @ParameterizedTest(name = "FD-03: interrupted before the wait on a {0} thread, no signal is lost")
  @ValueSource(strings = {"platform", "virtual"})
  void interruptBeforeTheWaitLosesNothing(String kind) throws Exception {
    try (ChildJvm child = ChildJvm.start(InterruptedBefore.class, kind)) {
      child.expect("InterruptedException", "InterruptedException", "USR1 while interrupted");
    }
  }

  static final class InterruptedBefore {
    public static void main(String[] args) throws Exception {
      SelfPipe pipe = SelfPipe.open(Signal.USR1);
      Thread.Builder builder = args[0].equals("virtual") ? Thread.ofVirtual() : Thread.ofPlatform();
      builder.start(() -> run(pipe)).join();
    }

    private static void run(SelfPipe pipe) {
      Signals.raise(Signal.USR1);
      for (int i = 0; i < 2; i++) {
        Thread.currentThread().interrupt();
        try {
          System.out.println(i == 0 ? pipe.take() : pipe.poll(Duration.ofSeconds(20)));
        } catch (InterruptedException e) {
          System.out.println("InterruptedException");
        }
      }
      Thread.currentThread().interrupt();
      SignalInfo info = pipe.poll();
      System.out.println(
          (info == null ? "nothing" : info.signal())
              + (Thread.interrupted() ? " while interrupted" : " and the status lost"));
    }
  }

  @Test
  @DisplayName("FD-03: a virtual thread in take() does not block its carrier")
  void noCarrierIsPinned() throws Exception {
    try (ChildJvm child =
        ChildJvm.of(OneCarrier.class)
            .vm("-Djdk.virtualThreadScheduler.parallelism=1")
            .vm("-Djdk.virtualThreadScheduler.maxPoolSize=1")
            .start()) {
      child.expect("others run beside 8 waiting");
      Peer.kill("USR1", child.pid());
      child.expect("took USR1");
    }
  }

  static final class OneCarrier {
    public static void main(String[] args) throws Exception {
      SelfPipe pipe = SelfPipe.open(Signal.USR1);
      CountDownLatch begun = new CountDownLatch(8);
      for (int i = 0; i < 8; i++) {
        boolean timed = i % 2 == 0;
        Thread.ofVirtual()
            .start(() -> {
              begun.countDown();
              take(pipe, timed);
            });
      }
      // Were one of the eight to hold the only carrier, this one would not get its turn.
      Thread.ofVirtual()
          .start(() -> {
            await(begun);
            System.out.println("others run beside 8 waiting");
          });
      Thread.sleep(Long.MAX_VALUE);
    }

    private static void await(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    private static void take(SelfPipe pipe, boolean timed) {
      try {
        SignalInfo info = timed ? pipe.poll(Duration.ofHours(1)) : pipe.take();
        System.out.println(info == null ? "nothing" : "took " + info.signal());
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  @DisplayName("FD-03: each signal goes to exactly one of several waiting threads, in order")
  void eachSignalGoesToOneWaiter() throws Exception {
    try (ChildJvm child = ChildJvm.start(EightTakers.class)) {
      child.expect("ready");
      for (int i = 0; i < 40; i++) {
        Peer.queue("RTMIN", i, child.pid());
      }
      List<Integer> taken = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        taken.add(Integer.valueOf(child.line()));
      }
      assertThat(taken)
          .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 40).boxed().toList());
      child.send("poll");
      child.expect("null");
    }
  }

  static final class EightTakers {
    public static void main(String[] args) throws Exception {
      SelfPipe pipe = SelfPipe.open(Signal.RT0);
      for (int i = 0; i < 8; i++) {
        Thread.Builder builder = i % 2 == 0 ? Thread.ofPlatform().daemon() : Thread.ofVirtual();
        builder.start(() -> takeAll(pipe));
      }
      System.out.println("ready");
      Lines.next();
      System.out.println(pipe.poll());
    }

    private static void takeAll(SelfPipe pipe) {
      try {
        while (true) {
          System.out.println(pipe.take().intValue());
        }
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  @DisplayName("FD-12: poll(Duration) without a signal returns null, and not too early")
  void timedPollEndsInTime() throws Exception {
    try (ChildJvm child = ChildJvm.start(TimedPolls.class)) {
      assertThat(child.remainingLines()).containsExactly("null 0 early", "null 0 early");
      child.expectExit(0);
    }
  }

  static final class TimedPolls {
    public static void main(String[] args) throws Exception {
      SelfPipe pipe = SelfPipe.open(Signal.USR1);
      poll(pipe);
      Thread.ofVirtual().start(() -> poll(pipe)).join();
    }

    private static void poll(SelfPipe pipe) {
      int early = 0;
      SignalInfo last = null;
      try {
        for (int i = 0; i < 50; i++) {
          Duration timeout = Duration.ofNanos(1 + i * 100_000L);
          long start = System.nanoTime();
          last = pipe.poll(timeout);
          early += System.nanoTime() - start < timeout.toNanos() ? 1 : 0;
        }
        last = last == null ? pipe.poll(Duration.ZERO) : last;
        last = last == null ? pipe.poll(Duration.ofDays(-1)) : last;
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      System.out.println(last + " " + early + " early");
    }
  }

  @Test
  @DisplayName("FD-15: a second close() returns only when the first has restored everything")
  void closeFromTwoThreads() throws Exception {
    try (ChildJvm child = ChildJvm.start(TwoClosers.class)) {
      assertThat(child.remainingLines()).containsExactly("100 times default after each close");
    }
  }

  static final class TwoClosers {
    public static void main(String[] args) throws Exception {
      int restored = 0;
      for (int i = 0; i < 50; i++) {
        SelfPipe pipe = SelfPipe.open(Signal.USR1);
        boolean[] after = new boolean[2];
        Thread other = Thread.ofPlatform().start(() -> after[1] = closeAndLook(pipe));
        after[0] = closeAndLook(pipe);
        other.join();
        restored += (after[0] ? 1 : 0) + (after[1] ? 1 : 0);
      }
      System.out.println(restored + " times default after each close");
    }

    private static boolean closeAndLook(SelfPipe pipe) {
      pipe.close();
      return Signals.disposition(Signal.USR1) instanceof Disposition.Default;
    }
  }
}
