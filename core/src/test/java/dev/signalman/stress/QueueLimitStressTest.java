package dev.signalman.stress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.signal.SelfPipe;
import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.StressRun;
import dev.signalman.testkit.StressTest;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// A process whose queue of signals is full most of the time (RLIMIT_SIGPENDING). May be lost: what
/// the kernel refuses, and tells its sender so (EAGAIN); and who sent a standard signal, for which
/// the kernel then finds no room.
@StressTest
class QueueLimitStressTest {
  private static final int MOST = 500;

  @Test
  @DisplayName(
      "what was accepted comes, in order; standard signals, claims and releases still work")
  void whatWasAcceptedComes() throws Exception {
    CProgram sender = CProgram.compile(QueueLimitStressTest.class, "/c/sender.c");
    Random random = new Random(StressRun.seed());
    try (ChildJvm child =
        Stress.child(Rounds.class).prefix("prlimit", "--sigpending=" + MOST).start()) {
      child.expect("ready");
      String pid = Integer.toString(child.pid());
      String number = Integer.toString(Flood.SIGNAL.number());
      long begun = System.nanoTime();
      long rounds = 0;
      long refused = 0;
      do {
        String[] told = sender.run("flood", pid, number).output().split("\n", -1);
        // The limit is the user's: others of its processes may have something queued as well.
        int accepted = Integer.parseInt(told[0]);
        assertThat(accepted).isBetween(0, MOST);
        refused += told[1].equals("errno 11") ? 1 : 0;
        Peer.kill(random.nextBoolean() ? "USR1" : "TERM", child.pid()); // finds no room
        child.send(Integer.toString(accepted));
        child.expect("claimed while full, released while full", "1 standard", accepted + " right");
        rounds++;
      } while (System.nanoTime() - begun < StressRun.time().toNanos());
      System.out.printf("stress: %d times a full queue%n", refused);
      assertThat(refused).isEqualTo(rounds);
      child.send("end");
      child.expectExit(0);
      assertThat(child.errors()).isEmpty();
    }
  }

  static final class Rounds {
    public static void main(String[] args) throws Exception {
      try (SelfPipe standard = SelfPipe.open(Signal.USR1, Signal.TERM);
          SelfPipe queued = SelfPipe.open(Flood.SIGNAL)) {
        System.out.println("ready");
        for (String count = Stress.next(); !count.equals("end"); count = Stress.next()) {
          // The set-up signals find no room either.
          SelfPipe.open(Signal.USR2, Signal.RT9).close();
          System.out.println("claimed while full, released while full");
          int standards = standard.take() != null ? 1 : 0;
          System.out.println(standards + (standard.poll() == null ? " standard" : " or more"));
          int right = 0;
          for (int i = 0; i < Integer.parseInt(count); i++) {
            right += queued.take().value() == i ? 1 : 0;
          }
          SignalInfo more = queued.poll();
          System.out.println(right + (more == null ? " right" : " right and " + more));
        }
      }
    }
  }
}
