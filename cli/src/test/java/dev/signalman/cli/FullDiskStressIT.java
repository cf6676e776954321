package dev.signalman.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.StressTest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk that is full, or becomes so, under the log of a command: a file system of 8 KB in a mount
/// namespace. May be lost: what is logged. `watch`, whose log is its work, says so and ends;
/// `exec`, whose work is its program, runs that to its end and ends with 125.
@StressTest
class FullDiskStressIT {
  private static final String MOUNT =
      "mount -t tmpfs -o size=8k signalman \"$1\" && cd \"$1\" && shift && ";

  @TempDir private Path folder = Path.of("");

  private String[] onSmallDisk(String script, String... command) {
    String[] all = new String[7 + command.length];
    String[] first = {"unshare", "-Urm", "sh", "-c", MOUNT + script, "sh", folder.toString()};
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(command, 0, all, first.length, command.length);
    return all;
  }

  @BeforeEach
  void assumeNamespaces() throws Exception {
    Peer probe = Peer.run(onSmallDisk("true"));
    assumeTrue(
        probe.status() == 0,
        () -> "skipped: no file system can be mounted in a namespace here: " + probe.output());
  }

  @Test
  void watchSaysThatItsDiskIsFull() throws Exception {
    CProgram sender = CProgram.compile(FullDiskStressIT.class, "/c/queue.c");
    try (ChildProgram watch =
        ChildProgram.start(
            onSmallDisk("exec \"$@\" >log", Launcher.PATH, "watch", "--json", "RTMIN+6"))) {
      Path log = Path.of("/proc/" + watch.pid() + "/root" + folder, "log");
      Eventually.until(
          "it watches", () -> Files.exists(log) && Files.readString(log).contains("watching"));
      // It may be gone before the last is sent.
      ChildProgram sending = sender.start(Integer.toString(watch.pid()), "40", "0", "1000");
      watch.expectExit(1);
      sending.exit();
      sending.close();
      assertThat(watch.errors())
          .singleElement()
          .asString()
          .startsWith("signalman: cannot write to standard output: ");
    }
  }

  @Test
  void execRunsItsProgramToItsEndAndTellsByItsStatus() throws Exception {
    String fill = "{ head -c 100000 /dev/zero >fill 2>/dev/null || true; } && exec \"$@\" 2>log";
    for (String end : new String[] {"exit 7", "kill -TERM $$"}) {
      try (ChildProgram exec =
          ChildProgram.start(
              onSmallDisk(
                  fill, Launcher.PATH, "exec", "--json", "--", "sh", "-c", "echo ran; " + end))) {
        exec.expect("ran");
        exec.expectExit(125);
      }
    }
  }

  @Test
  void signalsArePassedOnThoughTheLogIsFull() throws Exception {
    String fill = "{ head -c 100000 /dev/zero >fill 2>/dev/null || true; } && exec \"$@\" 2>log";
    String script = "trap 'echo got; exit 5' USR1; echo ready; while true; do sleep 0.1; done";
    try (ChildProgram exec =
        ChildProgram.start(
            onSmallDisk(fill, Launcher.PATH, "exec", "--json", "--", "sh", "-c", script))) {
      exec.expect("ready");
      Peer.kill("USR1", exec.pid());
      exec.expect("got");
      exec.expectExit(125); // as the log is not complete
    }
  }
}
