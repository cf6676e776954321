package dev.signalman.stress;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.jvm.JavaChild;
import dev.signalman.process.Child;
import dev.signalman.process.Spawn;
import dev.signalman.process.Stdio;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Lines;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import dev.signalman.testkit.StressRun;
import dev.signalman.testkit.StressTest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// KILL for a child or for a parent, at any moment of their lives. May be lost: what the killed one
/// was doing. Its parent hears of the end, no zombie is left, and no [JavaChild] outlives its
/// parent. A child of [Spawn] that has lost its parent reads the end of its input, which is all
/// that it is promised.
@StressTest
class KilledProcessesStressTest {
  private static final int CHILDREN = 20;

  @Test
  @DisplayName("each child that is killed is reported as killed, and no zombie is left")
  void killedChildren() throws Exception {
    Random random = new Random(StressRun.seed());
    try (ChildJvm parent = Stress.child(Parent.class).args("spawn").start()) {
      parent.expect("ready");
      long begun = System.nanoTime();
      int killed = 0;
      do {
        Set<String> expected = new HashSet<>();
        parent.send("start");
        for (int i = 0; i < CHILDREN; i++) {
          int pid = Integer.parseInt(parent.line());
          pause(random);
          Peer.kill("KILL", pid);
          expected.add(pid + " killed by signal SIGKILL (9)");
        }
        Set<String> told = new HashSet<>();
        for (int i = 0; i < CHILDREN; i++) {
          told.add(parent.line());
        }
        assertThat(told).isEqualTo(expected);
        assertThat(childrenOf(parent.pid())).as("no zombie").isEmpty();
        killed += CHILDREN;
      } while (System.nanoTime() - begun < StressRun.time().toNanos());
      System.out.printf("stress: %d children killed%n", killed);
      parent.send("end");
      parent.expectExit(0);
    }
  }

  @Test
  @DisplayName("children end as documented when their parent is killed at any moment")
  void killedParents() throws Exception {
    Random random = new Random(StressRun.seed());
    long begun = System.nanoTime();
    int killed = 0;
    int orphans = 0;
    do {
      List<Long> children;
      try (ChildJvm parent =
          Stress.child(Parent.class)
              .vm("-XX:TieredStopAtLevel=1")
              .args(killed % 2 == 0 ? "java" : "spawn")
              .start()) {
        parent.expect("ready");
        parent.send("start");
        for (int lines = killed < 2 ? 2 : random.nextInt(3); lines > 0; lines--) {
          parent.line(); // there is a child; it runs, or there are two
        }
        pause(random); // and again, up to some hundred milliseconds: while they start, or after
        LockSupport.parkNanos(random.nextInt(10) * 50_000_000L);
        children = descendants(parent.pid());
        Peer.kill("KILL", parent.pid());
        parent.expectExit(128 + 9);
      }
      for (long child : children) {
        Eventually.until("orphan " + child + " has ended", () -> ProcFs.hasEnded(child));
      }
      orphans += children.size();
      killed++;
    } while (killed < 2 || System.nanoTime() - begun < StressRun.time().toNanos());
    System.out.printf("stress: %d parents killed, %d orphans ended%n", killed, orphans);
    assertThat(orphans).isPositive();
  }

  private static void pause(Random random) {
    LockSupport.parkNanos(random.nextInt(5_000_000)); // chance; nothing depends on it
  }

  private static List<Long> descendants(int pid) {
    return ProcessHandle.of(pid).stream()
        .flatMap(ProcessHandle::descendants)
        .map(ProcessHandle::pid)
        .toList();
  }

  private static String childrenOf(int pid) throws Exception {
    return Peer.run("ps", "--no-headers", "--ppid", "" + pid).output();
  }

  /// Starts children whenever it is told, and tells how each ended.
  static final class Parent {
    /// Argument: `spawn`, or `java` for a [JavaChild].
    public static void main(String[] args) throws Exception {
      System.out.println("ready");
      while (Lines.next().equals("start")) {
        List<Child> children = new ArrayList<>();
        List<JavaChild> workers = new ArrayList<>();
        if (args[0].equals("java")) {
          workers.add(JavaChild.of(Worker.class).start());
          children.add(workers.getFirst().process());
          System.out.println(children.getLast().pid());
          workers.getFirst().socket().in().readNBytes("here\n".length());
          System.out.println("the child runs");
        } else {
          for (int i = 0; i < CHILDREN; i++) {
            children.add(Spawn.of("cat").stdin(Stdio.pipe()).start());
            System.out.println(children.getLast().pid());
          }
        }
        for (Child child : children) {
          System.out.println(child.pid() + " " + child.waitFor());
        }
      }
    }
  }

  /// Would run for ever.
  static final class Worker {
    public static void main(String[] args) throws Exception {
      JavaChild.parent().out().write("here\n".getBytes(US_ASCII));
      Thread.sleep(Long.MAX_VALUE);
    }
  }
}
