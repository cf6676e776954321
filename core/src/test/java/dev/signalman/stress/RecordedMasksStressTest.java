package dev.signalman.stress;

import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.signal.SelfPipe;
import dev.signalman.signal.Signals;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.ProcFs;
import dev.signalman.testkit.StressRun;
import dev.signalman.testkit.StressTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Claims and releases beside a flight recording that suspends two busy threads all the time. When
/// a claim returns, both block its signal, and when a release returns, neither does; on a machine
/// so loaded that a thread does not get out of its handler, that is so a little later, without
/// another claim. May be lost: nothing.
@StressTest
class RecordedMasksStressTest {
  private static final int CLAIMS = 50;

  @Test
  @DisplayName(
      "SC-14: beside JFR no claim leaves a busy thread open, and no release leaves it blocked")
  void busyThreads() throws Exception {
    try (ChildJvm child =
        Stress.child(Claims.class, Beside.JFR)
            .args(Integer.toString(CLAIMS), Long.toString(StressRun.time().toNanos()))
            .start()) {
      String counts = child.line();
      child.expectExit(0);
      System.out.println("stress: recorded masks: " + counts);
      if (!counts.endsWith(" 0 lost, 0 out of order")) {
        throw child.failure(counts);
      }
    }
  }

  static final class Claims {
    private static final int SIGNALS = 10;

    private final List<Long> busy = new ArrayList<>();
    private int open;
    private int left;
    private int lost;
    private int disordered;

    /// Arguments: the least number of claims, and of nanoseconds.
    public static void main(String[] args) throws Exception {
      Claims claims = new Claims();
      claims.startBusyThreads();
      long begin = System.nanoTime();
      int count = 0;
      while (count < Integer.parseInt(args[0])
          || System.nanoTime() - begin < Long.parseLong(args[1])) {
        claims.claim();
        count++;
      }
      Masks.await(false, Signal.RT4);
      System.out.printf(
          "%d claims: %d open for longer, %d blocked for longer, %d lost, %d out of order%n",
          count, claims.open, claims.left, claims.lost, claims.disordered);
      Runtime.getRuntime().halt(0);
    }

    private void startBusyThreads() throws Exception {
      CountDownLatch named = new CountDownLatch(2);
      for (int i = 0; i < 2; i++) {
        Thread.ofPlatform().name("busy").daemon().start(() -> calculate(named));
      }
      named.await();
      long self = ProcessHandle.current().pid();
      for (long tid : ProcFs.threads(self)) {
        if (ProcFs.threadName(self, tid).equals("busy")) {
          busy.add(tid);
        }
      }
      if (busy.size() != 2) {
        throw new IllegalStateException("busy threads: " + busy);
      }
    }

    private static void calculate(CountDownLatch named) {
      named.countDown();
      double value = 1;
      while (value > 0) {
        value = Math.sqrt(value + 3);
      }
    }

    private void claim() throws Exception {
      try (SelfPipe pipe = SelfPipe.open(Signal.RT4)) {
        open += count(false);
        Eventually.until("blocked", () -> count(false) == 0);
        exchange(pipe);
      }
      left += count(true);
      Eventually.until("unblocked", () -> count(true) == 0);
    }

    /// The busy threads that block the signal, or that do not.
    private int count(boolean blocked) throws IOException {
      int count = 0;
      for (long tid : busy) {
        BitSet mask = mask(tid);
        while (Masks.isMomentary(mask)) {
          mask = mask(tid);
        }
        count += mask.get(Signal.RT4.number()) == blocked ? 1 : 0;
      }
      return count;
    }

    private static BitSet mask(long tid) throws IOException {
      return ProcFs.thread(ProcessHandle.current().pid(), tid).blocked();
    }

    private void exchange(SelfPipe pipe) throws PosixException {
      for (int i = 0; i < SIGNALS; i++) {
        Signals.send(ProcessHandle.current().pid(), Signal.RT4, i);
      }
      int received = 0;
      for (SignalInfo info = pipe.poll(); info != null; info = pipe.poll()) {
        disordered += info.value() == received ? 0 : 1;
        received++;
      }
      lost += Math.abs(SIGNALS - received);
    }
  }
}
