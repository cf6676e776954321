package dev.signalman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalman.signal.Signals;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `signalman every` as users start it. A run that shall go on waits for the test to write to a
/// pipe.
class EveryIT {
  private static final String HELD = "echo begin $$; read -r line <gate; echo end";

  @TempDir Path temp;

  private ChildProgram every(String... args) throws Exception {
    List<String> line =
        new ArrayList<>(List.of("env", "-C", temp.toString(), Launcher.PATH, "every"));
    line.addAll(List.of(args));
    return ChildProgram.start(line.toArray(String[]::new));
  }

  /// Lets a held run go on to its end.
  private void release() throws Exception {
    Peer.sh("echo go >\"$1\"", temp.resolve("gate").toString());
  }

  private void makeGate() throws Exception {
    Peer.succeed("mkfifo", temp.resolve("gate").toString());
  }

  private static int pid(String begin) {
    return Integer.parseInt(begin.substring("begin ".length()));
  }

  private static void awaitError(ChildProgram every, String part) throws Exception {
    Eventually.until(part, () -> every.errors().stream().anyMatch(line -> line.contains(part)));
  }

  private static String status(ChildProgram every) throws Exception {
    int before = every.errors().size();
    Peer.kill("USR1", every.pid());
    Eventually.until("a status", () -> every.errors().size() > before);
    return every.errors().getLast();
  }

  private static List<String> events(ChildProgram every) throws Exception {
    List<String> events = new ArrayList<>();
    for (String line : every.errors()) {
      events.add(Launcher.json(line).get("event").textValue());
    }
    return events;
  }

  private static boolean isGone(int pid) {
    try {
      return ProcFs.process(pid).state() == 'Z';
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void runsAtOnceThenPeriodicallyAndEndsAsTheLastRun() throws Exception {
    try (ChildProgram every =
        every("100ms", "--count", "3", "--", "sh", "-c", "echo run $PPID; exit 4")) {
      String run = "run " + every.pid();
      every.expect(run, run, run);
      every.expectExit(4);
      assertThat(every.errors())
          .filteredOn(line -> line.endsWith(" exited with code 4"))
          .hasSize(3);
    }
  }

  @Test
  void alarmFromAnywhereRunsItAtOnce() throws Exception {
    try (ChildProgram every = every("1h", "--", "echo", "run")) {
      every.expect("run");
      awaitIdle(every, 1);
      Peer.kill("ALRM", every.pid());
      every.expect("run");
      awaitIdle(every, 2);
      Peer.shKill("ALRM", every.pid());
      every.expect("run");
    }
  }

  private static void awaitIdle(ChildProgram every, int runs) throws Exception {
    Eventually.until(
        runs + " runs are over",
        () -> status(every).contains(": " + runs + " runs, ") && status(every).contains("none"));
  }

  @Test
  void theProgramItselfAsksForTheNextRun() throws Exception {
    for (String option : new String[] {"--overlap=skip", "--overlap=queue", "--only-children"}) {
      try (ChildProgram every =
          every("1h", option, "--count", "5", "--", "sh", "-c", "echo run; kill -s ALRM $PPID")) {
        every.expect("run", "run", "run", "run", "run");
        every.expectExit(0);
        assertThat(every.errors()).isEmpty();
      }
    }
  }

  @Test
  void aGrandchildMayAskToo() throws Exception {
    String script = "p=$PPID; sh -c \"kill -s ALRM $p; sleep 0.5\"; echo run";
    try (ChildProgram every =
        every("1h", "--only-children", "--count", "2", "--", "sh", "-c", script)) {
      every.expect("run", "run");
      every.expectExit(0);
    }
  }

  @Test
  void triggersDuringARunLeadToOneFurtherRun() throws Exception {
    makeGate();
    try (ChildProgram every = every("1h", "--", "sh", "-c", HELD)) {
      every.line();
      for (int i = 0; i < 20; i++) {
        Peer.kill("ALRM", every.pid());
      }
      assertThat(status(every)).contains(": 1 runs, 0 skipped, 0 refused; run 1 (pid ");
      release();
      every.expect("end");
      every.line();
      release();
      every.expect("end");
      awaitIdle(every, 2);
    }
  }

  @Test
  void strangersAreRefused() throws Exception {
    try (ChildProgram every = every("1h", "--only-children", "--", "echo", "run")) {
      every.expect("run");
      Peer kill = Peer.kill("ALRM", every.pid());
      awaitError(every, "refused: SIGALRM from pid " + kill.pid());
      assertThat(status(every))
          .contains(": 1 runs, 0 skipped, 1 refused; none goes on; next run in ");
    }
  }

  @Test
  void periodsDuringARunAreSkipped() throws Exception {
    makeGate();
    try (ChildProgram every = every("100ms", "--json", "--count", "2", "--", "sh", "-c", HELD)) {
      every.line();
      Eventually.until("3 are skipped", () -> count(events(every), "skipped") >= 3);
      release();
      every.expect("end");
      every.line();
      release();
      every.expect("end");
      every.expectExit(0);
      assertThat(events(every)).doesNotContain("queued", "stopping");
    }
  }

  private static long count(List<String> events, String event) {
    return events.stream().filter(event::equals).count();
  }

  @Test
  void oneRunIsQueued() throws Exception {
    makeGate();
    try (ChildProgram every =
        every("1s", "--json", "--overlap", "queue", "--count", "2", "--", "sh", "-c", HELD)) {
      every.line();
      Eventually.until("one is skipped", () -> events(every).contains("skipped"));
      release();
      every.expect("end");
      every.line();
      release();
      every.expect("end");
      every.expectExit(0);
      List<String> events = events(every);
      assertThat(events.subList(0, 3)).containsExactly("started", "queued", "skipped");
      assertThat(count(events, "queued")).isEqualTo(1);
      assertThat(events.get(events.indexOf("ended") + 1)).isEqualTo("started");
    }
  }

  @Test
  void aRunThatOverlapsIsKilledBeforeTheNextBegins() throws Exception {
    String stubborn = "trap '' TERM; echo begin $$; while :; do sleep 1; done";
    try (ChildProgram every =
        every(
            "500ms",
            "--json",
            "--overlap",
            "kill",
            "--grace",
            "100ms",
            "--",
            "sh",
            "-c",
            stubborn)) {
      int first = pid(every.line());
      every.line();
      assertThat(isGone(first)).isTrue();
      List<String> signals = new ArrayList<>();
      for (String line : every.errors()) {
        JsonNode event = Launcher.json(line);
        if (event.get("run") != null && event.get("run").intValue() == 1) {
          signals.add(event.get("event").textValue() + " " + event.path("signal").asText());
        }
      }
      assertThat(signals)
          .containsExactly("started ", "stopping SIGTERM", "stopping SIGKILL", "ended SIGKILL");
    }
  }

  @Test
  void endsInOrder() throws Exception {
    String script = "trap 'echo got; exit 3' TERM; echo begin $$; sleep 60 & wait";
    for (String signal : new String[] {"TERM", "INT", "HUP"}) {
      try (ChildProgram every = every("1h", "--", "sh", "-c", script)) {
        int program = pid(every.line());
        Peer.kill(signal, every.pid());
        every.expect("got");
        every.expectExit(0);
        assertThat(isGone(program)).isTrue();
        assertThat(every.errors()).isEmpty();
      }
    }
  }

  @Test
  void endsAtOnceBetweenRuns() throws Exception {
    try (ChildProgram every = every("1h", "--", "echo", "run")) {
      every.expect("run");
      awaitIdle(every, 1);
      Peer.kill("TERM", every.pid());
      every.expectExit(0);
    }
  }

  @Test
  void aRunThatDoesNotEndIsKilled() throws Exception {
    String stubborn = "trap '' TERM; echo begin $$; while :; do sleep 1; done";
    try (ChildProgram every = every("1h", "--grace", "100ms", "--", "sh", "-c", stubborn)) {
      int program = pid(every.line());
      Peer.kill("TERM", every.pid());
      every.expectExit(1);
      assertThat(isGone(program)).isTrue();
      assertThat(every.errors()).singleElement().asString().contains(" is killed after ");
    }
  }

  @Test
  void quitKillsAtOnce() throws Exception {
    String stubborn = "trap '' TERM; echo begin $$; while :; do sleep 1; done";
    try (ChildProgram every = every("1h", "--grace", "1h", "--", "sh", "-c", stubborn)) {
      int program = pid(every.line());
      Peer.kill("QUIT", every.pid());
      every.expectExit(1);
      assertThat(isGone(program)).isTrue();
      assertThat(every.errors()).hasSize(2).first().isEqualTo("signalman: received SIGQUIT");
      assertThat(every.remainingLines()).isEmpty();
    }
  }

  @Test
  void theWholeGroupEnds() throws Exception {
    try (ChildProgram every = every("1h", "--", "sh", "-c", "sleep 60 & echo begin $!; wait")) {
      int grandchild = pid(every.line());
      Peer.kill("TERM", every.pid());
      every.expectExit(0);
      Eventually.until("the grandchild is gone", () -> isGone(grandchild));
    }
  }

  @Test
  void theRestOfAGroupHasTheTimeOfGrace() throws Exception {
    assumeGroups();
    String script =
        "sh -c 'trap \"sleep 0.5; exit\" TERM; echo begin $$; while :; do sleep 0.1; done' 2>&1 & wait";
    try (ChildProgram every = every("1h", "--", "sh", "-c", script)) {
      int grandchild = pid(every.line());
      Peer.kill("TERM", every.pid());
      every.expectExit(0);
      assertThat(isGone(grandchild)).isTrue();
      assertThat(every.errors()).isEmpty();
    }
  }

  @Test
  void theRestOfAGroupIsKilledAfterThat() throws Exception {
    assumeGroups();
    String script = "sh -c 'trap \"\" TERM; echo begin $$; while :; do sleep 1; done' & wait";
    try (ChildProgram every = every("1h", "--grace", "100ms", "--", "sh", "-c", script)) {
      int grandchild = pid(every.line());
      Peer.kill("TERM", every.pid());
      every.expectExit(1);
      Eventually.until("the grandchild is gone", () -> isGone(grandchild));
    }
  }

  /// As in a container whose process 1 does not wait for those that it adopts.
  @Test
  void whoHasEndedAndIsNotWaitedForDelaysNothing() throws Exception {
    assumeGroups();
    String adopter =
        """
        import ctypes, subprocess, sys
        assert ctypes.CDLL(None).prctl(36, 1, 0, 0, 0) == 0  # PR_SET_CHILD_SUBREAPER
        every = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE)
        every.stdout.readline()
        every.terminate()
        print(every.wait())
        """;
    String program = "sleep 60 & echo begin; wait";
    Peer peer =
        Peer.python(
            adopter, Launcher.PATH, "every", "1h", "--grace", "2s", "--", "sh", "-c", program);
    assertThat(peer.output().strip()).isEqualTo("0"); // and not 1, by force
  }

  private static void assumeGroups() {
    Assumptions.assumeTrue(
        Signals.capabilities().missing().stream().noneMatch(line -> line.contains("to groups")),
        "skipped: needs Linux 6.9");
  }

  @Test
  void aProgramThatIsNotThereEndsItAtOnce() throws Exception {
    Launcher.Result result = Launcher.run("every", "1ms", "--", "no-such-program");
    assertThat(result.status()).isEqualTo(127);
    assertThat(result.errors())
        .containsExactly(
            "signalman: cannot start no-such-program: ENOENT (No such file or directory)");
    assertThat(Launcher.run("every", "1ms", "--", "/etc").status()).isEqualTo(126);
  }

  @Test
  void aProgramThatIsMissingLaterIsToldAndTriedAgain() throws Exception {
    Path program = temp.resolve("program");
    write(program);
    try (ChildProgram every = every("1h", "--", program.toString())) {
      every.expect("run");
      awaitIdle(every, 1);
      Files.delete(program);
      Peer.kill("ALRM", every.pid());
      awaitError(every, "cannot start " + program + ": ENOENT");
      write(program);
      Peer.kill("ALRM", every.pid());
      every.expect("run");
    }
  }

  private static void write(Path program) throws IOException {
    Files.writeString(program, "#!/bin/sh\necho run\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }

  @Test
  void nohupHolds() throws Exception {
    List<String> line =
        List.of(
            "sh",
            "-c",
            "trap '' HUP; exec \"$@\"",
            "sh",
            Launcher.PATH,
            "every",
            "1h",
            "--",
            "echo",
            "run");
    try (ChildProgram every = ChildProgram.start(line.toArray(String[]::new))) {
      every.expect("run");
      Peer.kill("HUP", every.pid());
      Peer.kill("ALRM", every.pid());
      every.expect("run");
    }
  }

  @Test
  void aRunReadsNothing() throws Exception {
    try (ChildProgram every = every("1h", "--count", "1", "--", "cat")) {
      every.expectExit(0);
    }
  }

  @Test
  void nothingWakesUpBetweenRuns() throws Exception {
    try (ChildProgram every = every("1h", "--", "echo", "run")) {
      every.expect("run");
      awaitIdle(every, 1);
      long before = switches(every.pid());
      Thread.sleep(1_000); // the time in which nothing may happen
      assertThat(switches(every.pid())).isEqualTo(before);
    }
  }

  /// Of the threads that run Java code or wait for this project's descriptors.
  private static long switches(int pid) throws IOException {
    long sum = 0;
    for (long tid : ProcFs.threads(pid)) {
      String name = ProcFs.threadName(pid, tid);
      if (name.equals("java") || name.startsWith("signalman")) {
        sum += ProcFs.voluntarySwitches(pid, tid);
      }
    }
    return sum;
  }

  @Test
  void controlCEndsItInOrder() throws Exception {
    String script = "trap 'echo got; exit' TERM; echo begin $$; sleep 60 & wait";
    try (TerminalJob job = TerminalJob.start("every", "1h", "--", "sh", "-c", script)) {
      job.terminal().line();
      job.terminal().send("type ^C");
      job.terminal().expect("got", "exited 0");
    }
  }
}
