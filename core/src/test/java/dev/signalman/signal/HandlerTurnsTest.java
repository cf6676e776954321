package dev.signalman.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Signal;
import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The handler thread reads signals itself, unless it has something to handle.
class HandlerTurnsTest {
  private static final String SIGNAL = Integer.toString(Signal.RT4.number());

  @Test
  @DisplayName("HND-23: signals stay in order when reading moves between the two threads")
  void orderOutlastsEachChangeOfTheReader() throws Exception {
    CProgram storm = CProgram.compile(HandlerTurnsTest.class, "/c/storm.c");
    try (ChildJvm child = ChildJvm.start(Turns.class)) {
      child.expect("ready");
      storm.run(SIGNAL, Integer.toString(Turns.COUNT), Integer.toString(child.pid()));
      child.expect("handled in order", "queued in order");
      child.expectExit(0);
    }
  }

  /// Every so often the handler waits until a queue has got what came after its signal, which is
  /// only if somebody reads meanwhile.
  static final class Turns {
    static final int COUNT = 40_000;
    private static final int AHEAD = 10;
    private static final AtomicInteger QUEUED = new AtomicInteger();
    private static int handled;

    public static void main(String[] args) throws Exception {
      SignalQueue queue = Signals.queue(Signal.RT4);
      CountDownLatch done = new CountDownLatch(1);
      Signals.handle(
          Signal.RT4,
          info -> {
            check(handled++, info.intValue(), "handled");
            if (handled % 100 == 0 && handled < COUNT - AHEAD) {
              Eventually.until("more is read", () -> QUEUED.get() > handled + AHEAD);
            }
            if (handled == COUNT) {
              done.countDown();
            }
          });
      System.out.println("ready");
      for (int i = 0; i < COUNT; i++) {
        check(i, queue.take().intValue(), "queued");
        QUEUED.incrementAndGet();
      }
      done.await();
      System.out.println("handled in order");
      System.out.println("queued in order");
    }

    private static void check(int expected, int value, String what) {
      if (value != expected) {
        System.out.println(what + " " + value + " instead of " + expected);
        System.exit(1);
      }
    }
  }

  @Test
  @DisplayName("HND-23: during a long handler other signals are read, and no thread spins")
  void aLongHandlerLeavesTheReadingToAnother() throws Exception {
    try (ChildJvm child = ChildJvm.start(LongHandler.class)) {
      child.expect("ready");
      for (int i = 0; i < 3; i++) {
        Peer.kill("USR1", child.pid());
        child.expect("begun");
        rests(child, "signalman-reade");
        Peer.kill("USR2", child.pid());
        child.expect("queued SIGUSR2");
        rests(child, "signalman-reade");
        child.send("go");
        child.expect("done");
        rests(child, "signalman-handl");
        rests(child, "signalman-reade");
      }
    }
  }

  @Test
  @DisplayName("HND-23: a short handler does not wake the reader thread")
  void aShortHandlerWakesNobody() throws Exception {
    int count = 40;
    try (ChildJvm child = ChildJvm.start(ShortHandler.class)) {
      child.expect("ready");
      Peer.kill("USR1", child.pid()); // the first call loads classes
      child.expect("handled");
      rests(child, "signalman-reade");
      long before = switches(child, "signalman-reade");
      for (int i = 0; i < count; i++) {
        Peer.kill("USR1", child.pid());
        child.expect("handled");
      }
      rests(child, "signalman-reade");
      // Not zero: a handler may lose its CPU before it has ended.
      assertThat(switches(child, "signalman-reade") - before).isLessThan(count * 3 / 4);
    }
  }

  static final class ShortHandler {
    private ShortHandler() {}

    public static void main(String[] args) throws Exception {
      Signals.handle(Signal.USR1, info -> System.out.println("handled"));
      System.out.println("ready");
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  @Test
  @DisplayName("HND-23: an executor may block until a handler of the same signal has run")
  void anExecutorMayWaitForAHandler() throws Exception {
    try (ChildJvm child = ChildJvm.start(WaitingExecutor.class)) {
      child.expect("ready");
      for (int i = 0; i < 3; i++) {
        Peer.kill("USR2", child.pid());
        child.expect("alone in signalman-handler");
        Peer.kill("USR1", child.pid());
        child.expect("handled in signalman-handler", "waited in signalman-reader");
      }
      child.send("no executor any more");
      child.expect("closed");
      for (int i = 0; i < 3; i++) {
        Peer.kill("USR1", child.pid());
        child.expect("handled in signalman-handler");
      }
    }
  }

  static final class WaitingExecutor {
    private WaitingExecutor() {}

    public static void main(String[] args) throws Exception {
      Semaphore handled = new Semaphore(0);
      Signals.handle(Signal.USR2, info -> tell("alone"));
      Signals.handle(
          Signal.USR1,
          info -> {
            tell("handled");
            handled.release();
          });
      try (SignalRegistration direct =
          Signals.handle(
              Signal.USR1,
              info -> {
                handled.acquire();
                tell("waited");
              },
              Runnable::run)) {
        assertThat(direct.isOpen()).isTrue();
        System.out.println("ready");
        int _ = System.in.read();
      }
      System.out.println("closed");
      Thread.sleep(Long.MAX_VALUE);
    }

    private static void tell(String what) {
      System.out.println(what + " in " + Thread.currentThread().getName());
    }
  }

  @Test
  @DisplayName("HND-23: an interrupt in one handler reaches no other handler")
  void interruptionsStayWithTheirHandler() throws Exception {
    try (ChildJvm child = ChildJvm.start(Interrupting.class)) {
      child.expect("ready");
      for (int i = 0; i < 3; i++) {
        Peer.kill("USR1", child.pid());
        child.expect("one false", "two false");
        Peer.kill("USR2", child.pid());
        child.expect("direct false", "common false");
        Peer.kill(Integer.toString(Signal.RT5.number()), child.pid());
        child.expect("first false", "second false");
      }
    }
  }

  static final class Interrupting {
    private Interrupting() {}

    public static void main(String[] args) throws Exception {
      Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {});
      Signals.handle(Signal.USR1, info -> interrupt("one"));
      Signals.handle(Signal.USR1, info -> interrupt("two"));
      Semaphore told = new Semaphore(0);
      Signals.handle(
          Signal.USR2,
          info -> {
            interrupt("direct");
            told.release();
          },
          Runnable::run);
      Signals.handle(
          Signal.USR2,
          info -> {
            told.acquire();
            interrupt("common");
          });
      Signals.handle(Signal.RT5, info -> interrupt("first"), Runnable::run);
      Signals.handle(Signal.RT5, info -> interrupt("second"), Runnable::run);
      System.out.println("ready");
      Thread.sleep(Long.MAX_VALUE);
    }

    private static void interrupt(String name) {
      System.out.println(name + " " + Thread.currentThread().isInterrupted());
      Thread.currentThread().interrupt();
    }
  }

  /// Sleeps, without having been woken for as long as it takes to look a few times.
  private static void rests(ChildJvm child, String name) throws Exception {
    Eventually.until(
        name + " rests",
        () -> {
          long before = switches(child, name);
          Thread.sleep(50); // the period that is measured, not a wait for something
          return before >= 0 && switches(child, name) == before;
        });
  }

  /// How often the thread went to sleep, or -1 if it does not sleep.
  private static long switches(ChildJvm child, String name) throws Exception {
    for (long tid : ProcFs.threads(child.pid())) {
      if (ProcFs.threadName(child.pid(), tid).equals(name)) {
        boolean sleeps = ProcFs.thread(child.pid(), tid).state() == 'S';
        return sleeps ? ProcFs.voluntarySwitches(child.pid(), tid) : -1;
      }
    }
    return -1;
  }

  static final class LongHandler {
    private LongHandler() {}

    public static void main(String[] args) throws Exception {
      Semaphore go = new Semaphore(0);
      Signals.handle(
          Signal.USR1,
          info -> {
            System.out.println("begun");
            go.acquire();
            System.out.println("done");
          });
      SignalQueue queue = Signals.queue(Signal.USR2);
      Thread.ofPlatform()
          .daemon()
          .start(() -> {
            while (true) {
              try {
                System.out.println("queued " + queue.take().signal().fullName());
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            }
          });
      System.out.println("ready");
      while (System.in.read() >= 0) {
        go.release();
        System.in.skip(System.in.available());
      }
    }
  }
}
