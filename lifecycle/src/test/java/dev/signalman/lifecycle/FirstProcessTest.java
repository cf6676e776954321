package dev.signalman.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalman.process.Child;
import dev.signalman.process.Orphans;
import dev.signalman.process.Spawn;
import dev.signalman.process.Stdio;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Lines;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import dev.signalman.testkit.StressRun;
import dev.signalman.testkit.StressTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// A lifecycle as process 1 of a container, that is, of a pid namespace.
@StressTest
class FirstProcessTest {
  private static final String[] NAMESPACE = {
    "unshare", "--fork", "--pid", "--mount-proc", "--kill-child"
  };

  private static final String ORPHANS =
      """
      import os, sys
      for i in range(int(sys.argv[1])):
          if os.fork() == 0:
              if os.fork() == 0:
                  os._exit(3)
              os._exit(0)
          os.wait()
      """;

  /// Its arguments: what it does beside, see [Container].
  private static ChildJvm start(String... args) throws Exception {
    return startIn(NAMESPACE, args);
  }

  private static ChildJvm startIn(String[] namespace, String... args) throws Exception {
    List<String> probe = new ArrayList<>(List.of(namespace));
    probe.add("true");
    assumeTrue(
        Peer.run(probe.toArray(String[]::new)).status() == 0,
        "skipped: needs the right to make a pid namespace");
    Peer.assumePython();
    return ChildJvm.of(Container.class).args(args).prefix(namespace).start();
  }

  /// The VM, by the number that it has outside.
  private static long inside(ChildJvm unshare) {
    return unshare.process().children().findFirst().map(ProcessHandle::pid).orElseThrow();
  }

  private static Set<Integer> zombies(long parent) throws IOException {
    Set<Integer> zombies = new HashSet<>();
    Path list = Path.of("/proc/" + parent + "/task/" + parent + "/children");
    for (String pid : Files.readString(list).strip().split(" ", -1)) {
      try {
        if (!pid.isEmpty() && ProcFs.process(Long.parseLong(pid)).state() == 'Z') {
          zombies.add(Integer.valueOf(pid));
        }
      } catch (IOException _) {
        // it has been waited for since it was listed
      }
    }
    return zombies;
  }

  private static String report(ChildJvm program) throws Exception {
    return program.errors().stream()
        .filter(line -> line.contains("stopped in"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  @DisplayName("INIT-01: process 1 waits for orphans, stops its children, and reports both")
  void adoptsAndStops() throws Exception {
    try (ChildJvm unshare = start("child", "stays")) {
      unshare.expect("ready");
      long pid = inside(unshare);
      unshare.send("50");
      unshare.expect("made 50");
      Eventually.until("all are waited for", () -> zombies(pid).isEmpty());
      Peer.kill("TERM", pid);
      unshare.expectExit(1);
      assertThat(report(unshare))
          .contains("1 late (work/deaf)")
          .containsPattern("as process 1: orphans waited for: 5[0-9]; killed by its end: .*sleep");
    }
  }

  @Test
  @DisplayName(
      "INIT-02: a program that waits for orphans itself is left to do so, or says so before")
  void programsOwn() throws Exception {
    try (ChildJvm unshare = start("own before")) {
      unshare.expect("ready");
      Peer.kill("TERM", inside(unshare));
      unshare.expectExit(0);
      assertThat(report(unshare))
          .endsWith("as process 1: the program waits for orphans itself; no process is left");
    }
    try (ChildJvm unshare = start("leave", "own after")) {
      unshare.expect("ready");
      Peer.kill("TERM", inside(unshare));
      unshare.expectExit(0);
      assertThat(report(unshare)).doesNotContain("process 1");
    }
  }

  @Test
  @DisplayName("INIT-03: the end by the signal itself, which process 1 cannot have, is 143")
  void bySignal() throws Exception {
    try (ChildJvm unshare = start("by signal")) {
      unshare.expect("ready");
      Peer.kill("TERM", inside(unshare));
      unshare.expectExit(143);
    }
  }

  @Test
  @DisplayName(
      "INIT-06: process 1 that cannot tell orphans apart says so at once, and in its report")
  void foreignProc() throws Exception {
    String[] foreign = {"unshare", "--fork", "--pid", "--kill-child"};
    try (ChildJvm unshare = startIn(foreign)) {
      unshare.expect("ready");
      Eventually.until(
          "it says so",
          () -> unshare.errors().toString().contains("as process 1: nobody waits for orphans: "));
      Peer.kill("TERM", inside(unshare));
      unshare.expectExit(0);
      assertThat(report(unshare)).contains("nobody waits for orphans", "it is unknown which");
    }
  }

  @Test
  @DisplayName("INIT-04: TERM at any moment ends process 1 in order, beside many orphans")
  void manyOrphans() throws Exception {
    int count = StressRun.count(300, 10_000);
    long slowest = 0;
    String report;
    try (ChildJvm unshare = start("child")) {
      unshare.expect("ready");
      long pid = inside(unshare);
      unshare.send(Integer.toString(count));
      Map<Integer, Long> since = new HashMap<>();
      long end = System.nanoTime() + new Random(StressRun.seed()).nextLong(count * 2_000_000L);
      while (System.nanoTime() - end < 0) {
        Set<Integer> now = zombies(pid);
        since.keySet().retainAll(now);
        for (int zombie : now) {
          long age = System.nanoTime() - since.computeIfAbsent(zombie, _ -> System.nanoTime());
          slowest = Math.max(slowest, age);
        }
        LockSupport.parkNanos(1_000_000);
      }
      Peer.kill("TERM", pid);
      unshare.expectExit(1); // the deaf child is late
      report = report(unshare);
      assertThat(report).contains("1 late (work/deaf)", "orphans waited for: ");
    }
    System.out.printf(
        "stress: %d orphans, oldest zombie seen %d ms; %s%n", count, slowest / 1_000_000, report);
  }

  /// Process 1: with a child that ignores TERM (`child`), a process that stays (`stays`), or ways
  /// of its own with orphans. For each number that it reads it makes that many orphans.
  static final class Container {
    private Container() {}

    public static void main(String[] args) throws Exception {
      List<String> what = List.of(args);
      if (what.contains("own before")) {
        Orphans.adopt();
      }
      LifecycleBuilder builder = Lifecycle.builder().deadline(Duration.ofSeconds(30));
      if (what.contains("leave")) {
        builder.leaveOrphans();
      }
      if (what.contains("by signal")) {
        builder.status(StopStatus.bySignal());
      }
      Lifecycle life = builder.open();
      if (what.contains("own after")) {
        Orphans.adopt();
      }
      if (what.contains("child")) {
        addDeaf(life);
      }
      if (what.contains("stays")) {
        Spawn.of("sh", "-c", "sleep 600 &").stdout(Stdio.discard()).start().waitFor();
      }
      life.ready();
      System.out.println("ready");
      for (String count : Lines.in()) {
        Spawn.of("python3", "-c", ORPHANS, count).start().waitFor();
        System.out.println("made " + count);
      }
    }

    private static void addDeaf(Lifecycle life) throws IOException {
      String script = "trap '' TERM; echo ready; while :; do sleep 0.05; done";
      Child deaf = Spawn.of("sh", "-c", script).stdout(Stdio.pipe()).start();
      int _ = deaf.stdout().read();
      life.stage("work").add("deaf", deaf).within(Duration.ofMillis(300));
    }
  }
}
