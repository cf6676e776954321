package dev.signalman.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Signal;
import dev.signalman.posix.UnistdH;
import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Many signals while the VM has much else to do.
class HandlerLoadTest {
  private static final String SIGNAL = Integer.toString(Signal.RT4.number());

  @ParameterizedTest(name = "HND-01: handlers may do what Java code may, beside a busy VM with {0}")
  @ValueSource(strings = {"Serial", "G1", "Z"})
  void handlersAreOrdinaryJava(String collector, @TempDir Path folder) throws Exception {
    CProgram storm = CProgram.compile(HandlerLoadTest.class, "/c/storm.c");
    Path report = folder.resolve("hs_err.log");
    try (ChildJvm child =
        ChildJvm.of(Busy.class)
            .vm("-XX:+Use" + collector + "GC", "-Xmx128m", "-XX:TieredStopAtLevel=4")
            .vm("-XX:ErrorFile=" + report)
            .start()) {
      child.expect("ready");
      storm.run(SIGNAL, Integer.toString(Busy.COUNT), Integer.toString(child.pid()));
      child.expect("handled in order");
      child.expectExit(0);
      assertThat(Files.exists(report)).isFalse();
    }
  }

  static final class Busy {
    static final int COUNT = 35_000;

    private static final ReentrantLock LOCK = new ReentrantLock();
    private static Object garbage = "";
    private static int handled;

    public static void main(String[] args) throws Exception {
      Signals.handle(
          Signal.RT4,
          info -> {
            LOCK.lock();
            try {
              garbage = String.format("%s %d", info, handled);
            } finally {
              LOCK.unlock();
            }
            if (handled++ != info.intValue()) {
              System.out.println("expected " + (handled - 1) + " but got " + info);
              System.exit(1);
            }
            if (handled == COUNT) {
              System.out.println("handled in order");
              System.exit(0);
            }
          });
      for (int i = 0; i < 8; i++) {
        Thread.ofPlatform().daemon().start(Busy::work);
      }
      System.out.println("ready");
      Thread.sleep(Long.MAX_VALUE);
    }

    /// Garbage, a lock that the handler wants too, null checks by signal and deep stacks.
    private static void work() {
      while (true) {
        LOCK.lock();
        try {
          garbage = new byte[10_000];
        } finally {
          LOCK.unlock();
        }
        try {
          garbage = deep(new String[1], 200);
        } catch (NullPointerException e) {
          garbage = e;
        }
      }
    }

    private static int deep(String[] empty, int depth) {
      return depth == 0 ? empty[0].length() : deep(empty, depth - 1) + 1;
    }
  }

  @Test
  @DisplayName("HND-19: the handler code does not change errno of the interrupted thread")
  void errnoSurvivesSignals() throws Exception {
    CProgram tgkill = CProgram.compile(HandlerLoadTest.class, "/c/tgkill.c");
    // Without signalfd no thread blocks the signals, so each interrupts the one that it is meant
    // for.
    try (ChildJvm child =
        ChildJvm.of(Failing.class).vm("-Ddev.signalman.handlerOnly=true").args("signals").start()) {
      String tid = child.line();
      tgkill.run(Integer.toString(child.pid()), tid, SIGNAL, Integer.toString(Failing.COUNT));
      child.expect("always EBADF");
      child.expectExit(0);
    }
  }

  @Test
  @DisplayName("HND-19: a change of a thread's mask does not change its errno")
  void errnoSurvivesClaims() throws Exception {
    try (ChildJvm child = ChildJvm.start(Failing.class, "claims")) {
      child.line();
      child.expect("always EBADF");
      child.expectExit(0);
    }
  }

  static final class Failing {
    static final int COUNT = 50_000;

    private static final int EBADF = 9;
    private static volatile boolean done;

    public static void main(String[] args) throws Exception {
      SignalQueue queue = Signals.queue(Signal.RT4);
      boolean claims = args[0].equals("claims");
      Thread.ofPlatform()
          .start(() -> {
            if (claims) {
              claimAndRelease();
            } else {
              awaitSignals(queue);
            }
            done = true;
          });
      System.out.println(UnistdH.gettid());
      int result = -EBADF;
      while (!done && result == -EBADF) {
        result = UnistdH.close(-1);
      }
      System.out.println(result == -EBADF ? "always EBADF" : "errno " + -result);
    }

    private static void awaitSignals(SignalQueue queue) {
      try {
        int taken = 0;
        while (taken + queue.dropped() < COUNT) {
          taken += queue.poll(Duration.ofMillis(10)) == null ? 0 : 1;
        }
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    private static void claimAndRelease() {
      for (int i = 0; i < 100; i++) {
        Signals.queue(Signal.RT5).close();
      }
    }
  }
}
