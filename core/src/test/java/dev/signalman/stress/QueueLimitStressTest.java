package dev.signalman.stress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.signal.SelfPipe;
import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Lines;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.RunsAlone;
import dev.signalman.testkit.StressRun;
import dev.signalman.testkit.StressTest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// A process whose queue of signals is full most of the time (RLIMIT_SIGPENDING). May be lost: what
/// the kernel refuses, and tells its sender so (EAGAIN); and the details of a standard signal that
/// sigqueue(3) sent, for which there is no room: it comes without them. One of kill(2) keeps its
/// own. The kernel counts what is queued for the whole user.
@RunsAlone
@StressTest
class QueueLimitStressTest {
  private static final int MOST = 500;

  @Test
  @DisplayName(
      "accepted signals arrive in order at the limit; standard signals and claims still work")
  void acceptedSignalsArrive() throws Exception {
    CProgram sender = CProgram.compile(QueueLimitStressTest.class, "/c/sender.c");
    try (ChildJvm child =
        Stress.child(Rounds.class).prefix("prlimit", "--sigpending=" + MOST).start()) {
      child.expect("ready");
      String pid = Integer.toString(child.pid());
      String number = Integer.toString(Flood.SIGNAL.number());
      long begun = System.nanoTime();
      long rounds = 0;
      long refused = 0;
      long bare = 0;
      do {
        String[] told = sender.run("flood", pid, number).output().split("\n", -1);
        // The limit is the user's: others of its processes may have something queued as well.
        int accepted = Integer.parseInt(told[0]);
        assertThat(accepted).isBetween(0, MOST);
        refused += told[1].equals("errno 11") ? 1 : 0;
        Peer.kill("USR1", child.pid());
        Peer.queue("TERM", 7, child.pid());
        child.send(Integer.toString(accepted));
        child.expect("claimed while full, released while full", "USR1 of a known sender");
        bare += child.line().equals("TERM of nobody") ? 1 : 0;
        child.expect("nothing", accepted + " right");
        rounds++;
      } while (bare == 0 || System.nanoTime() - begun < StressRun.time().toNanos());
      System.out.printf("stress: %d times a full queue, %d without details%n", refused, bare);
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
        for (String count = Lines.next(); !count.equals("end"); count = Lines.next()) {
          // The set-up signals find no room either.
          SelfPipe.open(Signal.USR2, Signal.RT9).close();
          System.out.println("claimed while full, released while full");
          for (int i = 0; i < 2; i++) {
            SignalInfo info = standard.take();
            System.out.println(
                info.signal() + (info.pid() == 0 ? " of nobody" : " of a known sender"));
          }
          System.out.println(standard.poll() == null ? "nothing" : "more");
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
