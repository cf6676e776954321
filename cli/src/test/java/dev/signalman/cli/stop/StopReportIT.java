package dev.signalman.cli.stop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.cli.Launcher;
import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What `signalman stop` tells of programs that have not ended, and what it leaves behind.
class StopReportIT {
  private static final String DEAF =
      "trap '' TERM; sleep 600 & echo $!; while :; do read -r line; done";

  private static String pid(ChildProgram program) {
    return Integer.toString(program.pid());
  }

  private static void end(ChildProgram program) throws Exception {
    program.process().destroyForcibly().waitFor();
  }

  private static String lineWith(ChildProgram stop, String... parts) throws Exception {
    while (true) {
      String line = stop.line();
      boolean all = true;
      for (String part : parts) {
        all &= line.contains(part);
      }
      if (all) {
        return line;
      }
    }
  }

  /// A Java program with a shutdown hook that does not end.
  static final class StuckProgram {
    private StuckProgram() {}

    public static void main(String[] args) {
      Runtime.getRuntime().addShutdownHook(new Thread(StuckProgram::hang, "flushes for ever"));
      System.out.println("ready");
      hang();
    }

    private static void hang() {
      while (true) {
        LockSupport.park();
      }
    }
  }

  /// QUIT would end the shell: it has no handler for it, and is not asked as a VM is.
  @Test
  @DisplayName(
      "STOPCMD-11 the state, the children, and the hook that keeps a VM from ending are named")
  void whatTheyStillDo() throws Exception {
    try (ChildJvm jvm = ChildJvm.start(StuckProgram.class);
        ChildProgram deaf = ChildProgram.start("sh", "-c", DEAF)) {
      jvm.expect("ready");
      String child = deaf.line();
      try (ChildProgram stop = Launcher.start("stop", "--kill-after", "5m", pid(deaf), pid(jvm))) {
        lineWith(
            stop, deaf.pid() + " (sh): after ", ": sleeping, ignores SIGTERM; children: " + child);
        assertThat(lineWith(stop, "in the way: shutdown hook"))
            .startsWith(jvm.pid() + " (java): in the way: shutdown hook \"flushes for ever\", ")
            .contains("WAITING in ")
            .contains(", called by ", "StuckProgram.hang(StopReportIT.java:");
        Peer.kill("STOP", deaf.pid());
        lineWith(stop, deaf.pid() + " (sh): after ", ": stopped, ignores SIGTERM");
        end(jvm);
        end(deaf);
        Peer.kill("KILL", Integer.parseInt(child));
        assertThat(stop.remainingLines())
            .filteredOn(line -> line.contains("ended after"))
            .hasSize(2)
            .noneMatch(line -> line.contains("parent"));
        stop.expectExit(0); // it killed none
      }
    }
  }

  @Test
  @DisplayName("STOPCMD-12 Ctrl-C leaves alone and lists what has not ended: status 130")
  void whatIsLeft() throws Exception {
    try (ChildProgram deaf = ChildProgram.start("sh", "-c", DEAF)) {
      String child = deaf.line();
      try (ChildProgram stop = Launcher.start("stop", "--kill-after", "5m", pid(deaf))) {
        lineWith(stop, "asked to end by SIGTERM");
        Peer.kill("INT", stop.pid());
        lineWith(stop, deaf.pid() + " (sh): after ");
        stop.expect(deaf.pid() + " (sh): left: this command received SIGINT");
        stop.expectExit(128 + 2);
        assertThat(deaf.process().isAlive()).isTrue();
      }
      Peer.kill("KILL", Integer.parseInt(child));
    }
  }

  @Test
  @DisplayName(
      "STOPCMD-13 a process that gets the pid of one that has ended is neither sent anything nor told of")
  void aPidThatIsUsedAgain() throws Exception {
    CProgram reuse = CProgram.compile(StopReportIT.class, "/c/reuse_pid.c");
    ChildProgram first = ChildProgram.start("sh", "-c", DEAF);
    try (ChildProgram deaf = ChildProgram.start("sh", "-c", DEAF)) {
      List<String> children = new ArrayList<>(List.of(first.line(), deaf.line()));
      try (ChildProgram stop =
          Launcher.start("stop", "--kill-after", "5m", pid(first), pid(deaf))) {
        lineWith(stop, pid(first) + " (sh): asked");
        lineWith(stop, pid(deaf) + " (sh): asked");
        Peer.kill("STOP", stop.pid()); // so that it looks only when the pid is used again
        first.close();
        Assumptions.assumeTrue(
            Peer.run(reuse.path().toString(), pid(first), "true").status() == 0,
            "skipped: needs CAP_SYS_ADMIN, to choose the pid of a process");
        try (ChildProgram second = reuse.start(pid(first), "sleep", "600")) {
          Eventually.until("the pid is used again", () -> isThere(first.pid()));
          children.add(pid(first));
          Peer.kill("CONT", stop.pid());
          lineWith(stop, pid(first) + " (sh): ended after ");
          for (int report = 0; report < 2; report++) {
            assertThat(stop.line()).startsWith(pid(deaf) + " (sh): after ");
          }
          Peer.kill("TERM", stop.pid());
          stop.expectExit(128 + 15);
          assertThat(isThere(first.pid())).isTrue();
          assertThat(second.process().isAlive()).isTrue();
        }
      } finally {
        for (String child : children) {
          Peer.kill("KILL", Integer.parseInt(child));
        }
      }
    }
  }

  private static boolean isThere(int pid) {
    try {
      return ProcFs.process(pid).state() != 'Z';
    } catch (IOException _) {
      return false;
    }
  }
}
