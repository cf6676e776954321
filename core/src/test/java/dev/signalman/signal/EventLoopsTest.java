package dev.signalman.signal;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Lines;
import dev.signalman.testkit.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Many loops in one process, and loops that come and go beside them.
class EventLoopsTest {
  @Test
  @DisplayName("FD-17: 24 loops get all their signals while 10 threads open and close other loops")
  void loopsDoNotDisturbEachOther() throws Exception {
    try (ChildJvm child = ChildJvm.start(ManyLoops.class)) {
      child.expect("ready");
      for (int i = 0; i < 4; i++) {
        Peer.kill("USR1", child.pid());
        child.expect("USR1 taken 16 times");
      }
      Peer.kill("USR2", child.pid());
      child.expect("USR2 taken 16 times");
      Peer.kill("USR2", child.pid());
      child.expect("USR2 taken 16 times");
      child.send("end");
      child.expect("64 USR1, 32 USR2");
      child.expectExit(0);
    }
  }

  static final class ManyLoops {
    private static final AtomicInteger USR1 = new AtomicInteger();
    private static final AtomicInteger USR2 = new AtomicInteger();
    private static final AtomicBoolean DONE = new AtomicBoolean();

    public static void main(String[] args) throws Exception {
      List<Thread> threads = new ArrayList<>();
      CountDownLatch open = new CountDownLatch(24);
      for (int i = 0; i < 24; i++) {
        SignalSet signals =
            switch (i % 3) {
              case 0 -> SignalSet.of(Signal.USR1);
              case 1 -> SignalSet.of(Signal.USR2);
              default -> SignalSet.of(Signal.USR1, Signal.USR2);
            };
        threads.add(Thread.ofPlatform().start(() -> loop(signals, open)));
      }
      for (int i = 0; i < 10; i++) {
        Signal own = Signal.of(Signal.RT10.number() + i);
        threads.add(Thread.ofPlatform().start(() -> makeAndEnd(own)));
      }
      open.await();
      System.out.println("ready");
      Lines.next();
      DONE.set(true);
      for (Thread thread : threads) {
        thread.interrupt();
        thread.join();
      }
      System.out.println(USR1 + " USR1, " + USR2 + " USR2");
    }

    private static void loop(SignalSet signals, CountDownLatch open) {
      try (SignalQueue queue = Signals.queue(signals)) {
        open.countDown();
        while (true) {
          Signal signal = queue.take().signal();
          int count = (signal == Signal.USR1 ? USR1 : USR2).incrementAndGet();
          if (count % 16 == 0) {
            System.out.println(signal + " taken 16 times");
          }
        }
      } catch (InterruptedException e) {
        return; // told to end
      }
    }

    /// A queue on the signals of the others, and a pipe of its own.
    private static void makeAndEnd(Signal own) {
      try {
        while (!DONE.get()) {
          try (SelfPipe pipe = SelfPipe.open(own);
              SignalQueue queue = Signals.queue(Signal.USR1, Signal.USR2)) {
            Signals.raise(own);
            if (pipe.take().signal() != own || !queue.isOpen()) {
              throw new AssertionError("another signal than " + own);
            }
          }
        }
      } catch (InterruptedException e) {
        return; // told to end
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }
}
