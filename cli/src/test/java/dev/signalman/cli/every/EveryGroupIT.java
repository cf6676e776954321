package dev.signalman.cli.every;

import static dev.signalman.cli.every.EveryProgram.begin;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.cli.Launcher;
import dev.signalman.signal.Signals;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The process group of a run of `signalman every`: all of it ends with a run that is ended.
class EveryGroupIT {
  @TempDir Path temp;

  private ChildProgram every(String... args) throws Exception {
    return EveryProgram.start(temp, args);
  }

  @Test
  void theWholeGroupEnds() throws Exception {
    assertThat(statusWhenAskedToEnd("10s", "sleep 60 & echo begin $!; wait")).isZero();
  }

  @Test
  void theRestHasTheTimeOfGrace() throws Exception {
    assumeGroups();
    String rest = "trap \"sleep 0.5; exit\" TERM; echo begin $$; while :; do sleep 0.1; done";
    assertThat(statusWhenAskedToEnd("10s", "sh -c '" + rest + "' 2>&1 & wait")).isZero();
  }

  @Test
  void theRestIsKilledAfterThat() throws Exception {
    assumeGroups();
    String rest = "trap \"\" TERM; echo begin $$; while :; do sleep 1; done";
    assertThat(statusWhenAskedToEnd("100ms", "sh -c '" + rest + "' & wait")).isEqualTo(1);
  }

  /// Sends TERM to `every`, and sees that the process ends that the script has told of.
  private int statusWhenAskedToEnd(String grace, String script) throws Exception {
    try (ChildProgram every = every("1h", "--kill-after", grace, "--", "sh", "-c", script)) {
      int grandchild = begin(every);
      Peer.kill("TERM", every.pid());
      int status = every.exit();
      Eventually.until("the grandchild is gone", () -> ProcFs.hasEnded(grandchild));
      return status;
    }
  }

  /// As in a container whose process 1 does not wait for those that it adopts.
  @Test
  void aZombieOfTheGroupDelaysNothing() throws Exception {
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
    Peer peer = Peer.python(adopter, Launcher.PATH, "every", "1h", "--", "sh", "-c", program);
    assertThat(peer.output().strip()).isEqualTo("0"); // and not 1, by force
  }

  private static void assumeGroups() {
    Assumptions.assumeTrue(
        Signals.capabilities().missing().stream().noneMatch(line -> line.contains("to groups")),
        "skipped: needs Linux 6.9");
  }
}
