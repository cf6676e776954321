package dev.signalman.stress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.ReceiverClosedException;
import dev.signalman.Signal;
import dev.signalman.signal.SelfPipe;
import dev.signalman.signal.SignalRegistration;
import dev.signalman.signal.Signals;
import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Lines;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.StressRun;
import dev.signalman.testkit.StressTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Standard signals as fast as four processes can send them.
@StressTest
class StandardSignalsStressTest {
  private static List<ChildProgram> storms(ChildJvm child, int count, Signal signal)
      throws Exception {
    CProgram waker = CProgram.compile(StandardSignalsStressTest.class, "/c/waker.c");
    List<ChildProgram> storms = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      storms.add(
          waker.start("storm", Integer.toString(child.pid()), Integer.toString(signal.number())));
      storms.getLast().expect("blowing");
    }
    return storms;
  }

  /// Ends the senders.
  ///
  /// @return how many signals they have sent
  private static long stop(List<ChildProgram> storms) throws Exception {
    long sent = 0;
    for (ChildProgram storm : storms) {
      storm.process().getOutputStream().close();
      sent += Long.parseLong(storm.line().substring("sent ".length()));
      storm.expectExit(0);
      storm.close();
    }
    return sent;
  }

  @ParameterizedTest(
      name =
          "SC-05: a storm from four processes coalesces, disturbs no clock, and ends with close(),"
              + " {0}")
  @ValueSource(strings = {"-XX:+UseG1GC", "-XX:+UseSerialGC"})
  void storm(String collector) throws Exception {
    try (ChildJvm child = Stress.child(Count.class).vm(collector, "-Xcheck:jni").start()) {
      child.expect("ready");
      List<ChildProgram> storms = storms(child, 4, Signal.USR1);
      child.send(Long.toString(StressRun.time().plusSeconds(2).toMillis()));
      child.expect("closed, 0 after it, clock went back 0 times");
      long sent = stop(storms);
      long received = Long.parseLong(child.line());
      child.send("again");
      child.expect("ready again");
      Peer.kill("USR1", child.pid());
      child.expect("one of one");
      child.expectExit(0);
      assertThat(child.errors()).isEmpty();
      System.out.printf("stress: storm of %d standard signals, %d received%n", sent, received);
      assertThat(received).isBetween(1L, sent);
    }
  }

  static final class Count {
    private static final AtomicLong RECEIVED = new AtomicLong();
    private static final AtomicLong LATE = new AtomicLong();

    public static void main(String[] args) throws Exception {
      // At its default USR1 would end the VM after the close.
      Signals.ignore(Signal.USR1);
      SelfPipe pipe = SelfPipe.open(Signal.USR1);
      Thread reader = Thread.ofPlatform().start(() -> read(pipe));
      System.out.println("ready");
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Long.parseLong(Lines.next()));
      long backwards = 0;
      for (long last = System.nanoTime(), now = last; now < end; now = System.nanoTime()) {
        backwards += now < last ? 1 : 0;
        last = now;
      }
      pipe.close();
      reader.join();
      System.out.printf("closed, %d after it, clock went back %d times%n", LATE.get(), backwards);
      System.out.println(RECEIVED);
      Lines.next();
      try (SelfPipe again = SelfPipe.open(Signal.USR1)) {
        System.out.println("ready again");
        again.take();
        System.out.println(again.poll() == null ? "one of one" : "more than one");
      }
    }

    private static void read(SelfPipe pipe) {
      try {
        while (true) {
          pipe.take();
          RECEIVED.incrementAndGet();
        }
      } catch (ReceiverClosedException e) {
        try {
          pipe.poll();
          LATE.incrementAndGet();
        } catch (ReceiverClosedException again) {
          return; // nothing comes out of it any more
        }
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  @DisplayName(
      "SC-02: handlers that change while signals arrive cause no crash; closed ones stay closed")
  void changes() throws Exception {
    long seed = StressRun.seed();
    try (ChildJvm child =
        Stress.child(ChangeHandlers.class)
            .args(Long.toString(StressRun.time().toMillis()), Long.toString(seed))
            .start()) {
      child.expect("ready");
      List<ChildProgram> storms = storms(child, 1, Signal.USR1);
      child.send("go");
      String[] counts = child.line().split(" ", -1);
      child.expect("0 after the last change");
      long sent = stop(storms) + Long.parseLong(counts[2]);
      child.send("end");
      child.expectExit(0);
      System.out.printf(
          "stress: seed %d: %s changes, %d signals sent, %s handled%n",
          seed, counts[0], sent, counts[1]);
      assertThat(Long.parseLong(counts[1])).isBetween(1L, sent);
    }
  }

  static final class ChangeHandlers {
    private static final AtomicLong HANDLED = new AtomicLong();
    private static final AtomicLong RAISED = new AtomicLong();
    private static volatile boolean done;

    public static void main(String[] args) throws Exception {
      Random random = new Random(Long.parseLong(args[1]));
      Signals.ignore(Signal.USR1);
      Thread raiser = Thread.ofPlatform().start(ChangeHandlers::raise);
      System.out.println("ready");
      Lines.next();
      long begun = System.nanoTime();
      long length = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(args[0]));
      int changes = 0;
      while (changes < 200
          || HANDLED.get() == 0
          || RAISED.get() < 100
          || System.nanoTime() - begun < length) {
        change(random);
        changes++;
      }
      Signals.ignore(Signal.USR1);
      long handled = awaitHandlerThread();
      done = true;
      raiser.join();
      System.out.println(changes + " " + handled + " " + RAISED);
      System.out.println((awaitHandlerThread() - handled) + " after the last change");
      Lines.next();
    }

    private static void change(Random random) throws Exception {
      SignalRegistration one = Signals.handle(Signal.USR1, info -> HANDLED.incrementAndGet());
      switch (random.nextInt(4)) {
        case 0 -> one.close();
        case 1 -> Signals.ignore(Signal.USR1);
        case 2 -> {
          Signals.handle(Signal.USR1, info -> {});
          Signals.ignore(Signal.USR1);
        }
        default -> {
          Signals.ignore(Signal.USR1);
          SelfPipe.open(Signal.USR1).close();
        }
      }
      one.close();
    }

    /// Returns when the handler thread has done what was there before the call.
    private static long awaitHandlerThread() throws Exception {
      CountDownLatch fence = new CountDownLatch(1);
      try (SignalRegistration registration =
          Signals.handle(Signal.RT30, info -> fence.countDown())) {
        Signals.raise(Signal.RT30);
        fence.await();
        return registration.isOpen() ? HANDLED.get() : -1;
      }
    }

    private static void raise() {
      while (!done) {
        Signals.raise(Signal.USR1);
        RAISED.incrementAndGet();
      }
    }
  }
}
