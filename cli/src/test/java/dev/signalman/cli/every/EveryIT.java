package dev.signalman.cli.every;

import static dev.signalman.cli.every.EveryProgram.HELD;
import static dev.signalman.cli.every.EveryProgram.awaitError;
import static dev.signalman.cli.every.EveryProgram.awaitIdle;
import static dev.signalman.cli.every.EveryProgram.makeGate;
import static dev.signalman.cli.every.EveryProgram.names;
import static dev.signalman.cli.every.EveryProgram.release;
import static dev.signalman.cli.every.EveryProgram.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.cli.Launcher;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `signalman every` as users start it.
class EveryIT {
  @TempDir Path temp;

  private ChildProgram every(String... args) throws Exception {
    return EveryProgram.start(temp, args);
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
    makeGate(temp);
    String script = "p=$PPID; sh -c \"kill -s ALRM $p; read -r line <gate\"; echo run";
    try (ChildProgram every =
        every("1h", "--only-children", "--json", "--count", "2", "--", "sh", "-c", script)) {
      Eventually.until("the next run is queued", () -> names(every).contains("queued"));
      release(temp);
      every.expect("run");
      release(temp);
      every.expect("run");
      every.expectExit(0);
    }
  }

  @Test
  void triggersDuringARunLeadToOneFurtherRun() throws Exception {
    makeGate(temp);
    try (ChildProgram every = every("1h", "--", "sh", "-c", HELD)) {
      every.line();
      for (int i = 0; i < 20; i++) {
        Peer.kill("ALRM", every.pid());
      }
      assertThat(status(every)).contains(": 1 runs, 0 skipped, 0 refused; run 1 (pid ");
      release(temp);
      every.expect("end");
      every.line();
      release(temp);
      every.expect("end");
      awaitIdle(every, 2);
    }
  }

  @Test
  void strangersAreRefused() throws Exception {
    try (ChildProgram every = every("1h", "--only-children", "--", "echo", "run")) {
      every.expect("run");
      awaitIdle(every, 1);
      Peer kill = Peer.kill("ALRM", every.pid());
      awaitError(every, "refused: SIGALRM from pid " + kill.pid());
      assertThat(status(every))
          .contains(": 1 runs, 0 skipped, 1 refused; none is running; next run in ");
    }
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
      // The answer to awaitIdle is read before its thread sleeps again.
      Eventually.until("three seconds without a wake-up", () -> sleepsThrough(every.pid()));
    }
  }

  private static boolean sleepsThrough(int pid) throws Exception {
    long before = switches(pid);
    Thread.sleep(3_000); // the time in which nothing may happen
    return switches(pid) == before;
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
}
