package dev.signalman.cli.every;

import static dev.signalman.cli.every.EveryProgram.STUBBORN;
import static dev.signalman.cli.every.EveryProgram.awaitError;
import static dev.signalman.cli.every.EveryProgram.awaitIdle;
import static dev.signalman.cli.every.EveryProgram.begin;
import static dev.signalman.cli.every.EveryProgram.names;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.cli.Launcher;
import dev.signalman.cli.TerminalJob;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How `signalman every` ends. Scripts start their children before they set a trap: a signal that
/// comes while dash forks is lost in a child that still has the trap.
class EveryEndIT {
  @TempDir Path temp;

  private ChildProgram every(String... args) throws Exception {
    return EveryProgram.start(temp, args);
  }

  @Test
  void endsInOrder() throws Exception {
    String script = "sleep 60 & trap 'echo got; exit 3' TERM; echo begin $$; wait";
    for (String signal : new String[] {"TERM", "INT", "HUP"}) {
      try (ChildProgram every = every("1h", "--", "sh", "-c", script)) {
        int program = begin(every);
        Peer.kill(signal, every.pid());
        every.expect("got");
        every.expectExit(0);
        assertThat(ProcFs.hasEnded(program)).isTrue();
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
    try (ChildProgram every = every("1h", "--kill-after", "100ms", "--", "sh", "-c", STUBBORN)) {
      int program = begin(every);
      Peer.kill("TERM", every.pid());
      every.expectExit(1);
      assertThat(ProcFs.hasEnded(program)).isTrue();
      assertThat(every.errors()).singleElement().asString().contains(" is killed after ");
    }
  }

  @Test
  void zeroMeansThatItIsNotKilled() throws Exception {
    try (ChildProgram every =
        every("1h", "--json", "--kill-after", "0", "--", "sh", "-c", STUBBORN)) {
      int program = begin(every);
      Peer.kill("TERM", every.pid());
      awaitError(every, "stopping");
      Peer.kill("USR1", every.pid());
      awaitError(every, "status");
      assertThat(names(every)).containsExactly("started", "ending", "stopping", "status");
      assertThat(ProcFs.hasEnded(program)).isFalse();
      Peer.kill("INT", every.pid()); // a second request
      every.expectExit(1);
      assertThat(ProcFs.hasEnded(program)).isTrue();
    }
  }

  @Test
  void quitKillsAtOnce() throws Exception {
    try (ChildProgram every = every("1h", "--kill-after", "1h", "--", "sh", "-c", STUBBORN)) {
      int program = begin(every);
      Peer.kill("QUIT", every.pid());
      every.expectExit(1);
      assertThat(ProcFs.hasEnded(program)).isTrue();
      assertThat(every.errors()).hasSize(2).first().isEqualTo("signalman: received SIGQUIT");
      assertThat(every.remainingLines()).isEmpty();
    }
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
  void controlCEndsItInOrder() throws Exception {
    String script = "sleep 60 & trap 'echo got; exit' TERM; echo begin $$; wait";
    try (TerminalJob job = TerminalJob.start("every", "1h", "--", "sh", "-c", script)) {
      job.terminal().line();
      job.terminal().send("type ^C");
      job.terminal().expect("got", "exited 0");
    }
  }
}
