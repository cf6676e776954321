package dev.signalman.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.loop.EventLoop;
import dev.signalman.signal.SelfPipe;
import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.StressRun;
import dev.signalman.testkit.StressTest;
import dev.signalman.time.SignalTimer;
import dev.signalman.time.Ticker;
import dev.signalman.time.TimerClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Clocks that are not what they seem: the clock of the day jumps, and the other clocks are those
/// of a time namespace. May be lost: nothing. No wait ends early, and all end.
///
/// The clock of the day belongs to the whole machine: a time namespace has none of its own, and
/// root of a user namespace may not set it (EPERM). So it jumps only for this program, and not for
/// the kernel. An absolute timer by `TimerClock.REALTIME` has to keep the kernel's time then, for
/// it is the kernel that holds it to the clock; what the kernel does when somebody sets that after
/// the timer was started is not tested.
@StressTest
class ClockStressTest {
  private static final Duration OFFSET = Duration.ofDays(10);

  private static void run(ChildJvm.Builder builder, String expected) throws Exception {
    try (ChildJvm child =
        builder.args(Long.toString(StressRun.time().toMillis()), expected).start()) {
      child.expect(expected);
      String line = child.line();
      for (; line.startsWith("round "); line = child.line()) {
        assertThat(line).endsWith(": 0 early, wrong timers [], ticks");
      }
      assertThat(line).isEqualTo("end");
      child.expectExit(0);
      assertThat(child.errors()).isEmpty();
    }
  }

  @Test
  @DisplayName("waits and timers keep their time while the wall clock jumps")
  void jumpingClock() throws Exception {
    CProgram clock =
        CProgram.compile(ClockStressTest.class, "/c/jumping_clock.c", "-shared", "-fPIC");
    run(Stress.child(Timed.class).env("LD_PRELOAD", clock.path().toString()), "jumping");
  }

  @Test
  @DisplayName("waits and timers keep their time in a time namespace")
  void timeNamespace() throws Exception {
    String monotonic = Long.toString(OFFSET.toSeconds());
    String boot = Long.toString(2 * OFFSET.toSeconds()); // or one could be taken for the other
    String[] prefix = {"unshare", "-T", "--monotonic", monotonic, "--boottime", boot};
    String uptime = "exec unshare -T --boottime " + boot + " cat /proc/uptime";
    Peer probe = Peer.run("sh", "-c", uptime);
    assumeTrue(
        probe.status() == 0
            && Double.parseDouble(probe.output().split(" ", 2)[0]) > OFFSET.toSeconds(),
        () -> "skipped: no time namespace can be made and entered here: " + probe.output());
    run(Stress.child(Timed.class).prefix(prefix), "ahead");
  }

  static final class Timed {
    /// How far the kernel's clock for files may be behind: a tick, and the time for which a busy
    /// host leaves the virtual CPU that counts the ticks alone.
    private static final Duration BEHIND = Duration.ofMillis(60);

    /// Arguments: for how many milliseconds, and which clock it shall see.
    public static void main(String[] args) throws Exception {
      System.out.println(args[1].equals("jumping") ? jumping() : ahead());
      long end = System.nanoTime() + Long.parseLong(args[0]) * 1_000_000;
      int round = 0;
      do {
        System.out.printf(
            "round %d: %d early, wrong timers %s, %s%n", ++round, polls(), timers(), ticks());
      } while (System.nanoTime() - end < 0);
      System.out.println("end");
    }

    private static String jumping() {
      Instant start = Instant.now();
      for (int i = 0; i < 100; i++) {
        if (Duration.between(start, Instant.now()).abs().toMinutes() > 50) {
          return "jumping";
        }
      }
      return "steady";
    }

    private static String ahead() {
      return TimerClock.MONOTONIC.now().compareTo(OFFSET) > 0 ? "ahead" : "as outside";
    }

    private static int polls() throws Exception {
      try (SelfPipe pipe = SelfPipe.open(Signal.USR1)) {
        int early = 0;
        for (int millis = 1; millis <= 20; millis += 3) {
          long start = System.nanoTime();
          early += pipe.poll(Duration.ofMillis(millis)) == null ? 0 : 1;
          early += System.nanoTime() - start < millis * 1_000_000L ? 1 : 0;
        }
        return early;
      }
    }

    private static List<String> timers() throws Exception {
      List<String> wrong = new ArrayList<>();
      try (SelfPipe pipe = SelfPipe.open(Signal.RT9);
          SignalTimer relative = SignalTimer.create(TimerClock.MONOTONIC, Signal.RT9, 1);
          SignalTimer absolute = SignalTimer.create(TimerClock.BOOTTIME, Signal.RT9, 2);
          EventLoop loop = EventLoop.open()) {
        relative.start(Duration.ofMillis(5));
        SignalInfo first = pipe.take();
        check(wrong, first.value() == 1, "relative: " + first);
        Duration due = TimerClock.BOOTTIME.now().plusMillis(5);
        absolute.startAt(due, Duration.ZERO);
        SignalInfo second = pipe.take();
        Duration early = due.minus(TimerClock.BOOTTIME.now());
        check(wrong, second.value() == 2, "absolute: " + second);
        check(wrong, !early.isPositive(), "absolute: early by " + early);
        long start = System.nanoTime();
        loop.after(Duration.ofMillis(5), loop::stop);
        loop.run();
        long passed = System.nanoTime() - start;
        check(wrong, passed >= 5_000_000, "loop: after " + passed + " ns");
      }
      wallClockTimer(wrong);
      return wrong;
    }

    private static void wallClockTimer(List<String> wrong) throws Exception {
      try (SelfPipe pipe = SelfPipe.open(Signal.RT9);
          SignalTimer timer = SignalTimer.create(TimerClock.REALTIME, Signal.RT9, 3)) {
        Instant due = kernelTime().plus(BEHIND.multipliedBy(2));
        timer.startAt(due);
        SignalInfo info = pipe.take();
        Duration early = Duration.between(kernelTime(), due);
        check(wrong, info.value() == 3, "wall clock: " + info);
        check(wrong, early.compareTo(BEHIND) <= 0, "wall clock: early by " + early);
      }
    }

    private static void check(List<String> wrong, boolean right, String found) {
      if (!right) {
        wrong.add(found);
      }
    }

    /// What nobody's jumps reach: the kernel dates files by its own clock, as of its last tick.
    private static Instant kernelTime() throws IOException {
      Path file = Files.createTempFile("clock", null);
      Instant time = Files.getLastModifiedTime(file).toInstant();
      Files.delete(file);
      return time;
    }

    private static String ticks() throws Exception {
      CountDownLatch ten = new CountDownLatch(10);
      Ticker ticker = Ticker.every(Duration.ofMillis(1)).start(ten::countDown);
      ten.await();
      ticker.close();
      return "ticks";
    }
  }
}
