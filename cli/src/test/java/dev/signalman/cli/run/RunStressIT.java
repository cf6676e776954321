package dev.signalman.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalman.cli.Launcher;
import dev.signalman.cli.TerminalJob;
import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.StressRun;
import dev.signalman.testkit.StressTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// `signalman run` under load. May be lost by nature: a TERM to a program that takes one already,
/// and orphans' names. Nothing else.
@StressTest
class RunStressIT {
  private static final Duration LIMIT = ChildProgram.PATIENCE.multipliedBy(4);
  private static final int AT_ONCE = 4;

  private static ChildProgram start(String... line) throws Exception {
    List<String> all = new ArrayList<>(List.of(Launcher.PATH));
    all.addAll(List.of(line));
    return ChildProgram.start(LIMIT, all.toArray(String[]::new));
  }

  @Test
  @DisplayName("RUN-16 real-time signals keep their order while the program's queue is full")
  void realTimeSignalsKeepTheirOrder() throws Exception {
    int count = StressRun.count(2_000, 100_000);
    String program = CProgram.compile(RunStressIT.class, "/c/sequence.c").path().toString();
    CProgram sender = CProgram.compile(RunStressIT.class, "/c/queue.c");
    try (ChildProgram run =
        start("run", "--", "prlimit", "--sigpending=200", program, Integer.toString(count))) {
      assertThat(run.line()).startsWith("ready ");
      // Its queue ends long before that of the user does, whose other processes run tests
      // meanwhile.
      Peer.succeed("prlimit", "--pid", Integer.toString(run.pid()), "--sigpending=20000:");
      try (ChildProgram sending =
          ChildProgram.start(
              LIMIT,
              sender.path().toString(),
              Integer.toString(run.pid()),
              "40",
              "0",
              "" + count)) {
        sending.expectExit(0);
      }
      run.send("go");
      run.expect(count + " in order");
      run.expectExit(0);
      assertThat(run.errors()).isEmpty();
    }
  }

  @Test
  @DisplayName("RUN-17 TERM at any moment of the start is neither lost nor doubled")
  void termAtARandomMoment() throws Exception {
    int count = StressRun.count(12, 1_000);
    Random random = new Random(StressRun.seed());
    String program = CProgram.compile(RunStressIT.class, "/c/count_terms.c").path().toString();
    List<Future<String>> results = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE)) {
      for (int i = 0; i < count; i++) {
        int pause = random.nextInt(StressRun.isLong() ? 500 : 1_000);
        results.add(pool.submit(() -> termAfter(pause, program)));
      }
    }
    int reached = 0;
    for (Future<String> result : results) {
      assertThat(result.get()).isIn("ended by TERM", "terms 1, status 7");
      reached += result.get().startsWith("terms") ? 1 : 0;
    }
    System.out.println("TERM reached the program " + reached + " times of " + count);
  }

  /// The pause is the random moment of this test.
  private static String termAfter(int millis, String program) throws Exception {
    try (ChildProgram run = start("run", "--", program)) {
      Thread.sleep(millis);
      Peer.run("/bin/kill", "-s", "TERM", Integer.toString(run.pid()));
      Peer.run("/bin/kill", "-s", "35", Integer.toString(run.pid()));
      List<String> lines = run.remainingLines();
      int status = run.exit();
      if (status == 128 + 15) {
        return "ended by TERM";
      }
      return (lines.isEmpty() ? "nothing" : lines.getLast()) + ", status " + status;
    }
  }

  @Test
  @DisplayName("RUN-18 no orphan stays a zombie, and none for longer than 100 ms in the long form")
  void orphansDoNotStay() throws Exception {
    Peer.assumePython();
    int count = StressRun.count(200, 10_000);
    if (StressRun.isLong()) {
      // On a busy machine each process waits for a CPU; tini tells how long.
      int _ = oldestZombie(count, OtherInit.path("tini"), "-s");
    }
    int oldest = oldestZombie(count, Launcher.PATH, "run");
    assertThat(oldest).isLessThanOrEqualTo(StressRun.isLong() ? 100 : 60_000);
  }

  /// @return in milliseconds
  private static int oldestZombie(int count, String... init) throws Exception {
    List<String> line = new ArrayList<>(List.of(init));
    line.addAll(List.of("--", "python3", TerminalJob.file("/py/orphans.py")));
    line.add("" + count);
    try (ChildProgram program = ChildProgram.start(LIMIT, line.toArray(String[]::new))) {
      String result = program.line();
      System.out.println(init[0] + ": " + result);
      assertThat(result).startsWith("left " + count + ", oldest zombie ");
      program.expectExit(0);
      return Integer.parseInt(result.split(" ", -1)[4]);
    }
  }

  @Test
  @DisplayName("DUMB-04 every status, every mode, and the directory a thousand times")
  void matricesOfTheOtherTwo() throws Exception {
    assumeTrue(StressRun.isLong(), "skipped: only in the long form");
    Map<String, String> tini = new InitCases("tini", Launcher.PATH, "tini").results();
    TiniIT.cases()
        .forEach(
            each -> assertThat(tini).containsEntry((String) each.get()[0], (String) each.get()[1]));
    Map<String, String> dumbInit = new InitCases("dumb-init", Launcher.PATH, "dumb-init").results();
    for (Map.Entry<String, String> result : dumbInit.entrySet()) {
      if (result.getKey().contains(", ")) { // of a mode, with and without -v
        String plain = result.getKey().replace(" verbose", "");
        assertThat(result.getValue()).as(result.getKey()).isEqualTo(dumbInit.get(plain));
      }
    }
    DumbInitIT.cases()
        .forEach(each ->
            assertThat(dumbInit).containsEntry((String) each.get()[0], (String) each.get()[1]));
  }
}
