package dev.signalman.cli.stop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.cli.Launcher;
import dev.signalman.signal.Signals;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.ProcFs;
import java.io.IOException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// `signalman stop --group`.
class StopGroupIT {
  @BeforeEach
  void needsGroups() {
    Assumptions.assumeTrue(Signals.capabilities().groups(), "skipped: needs Linux 6.9");
  }

  /// A shell that leads a group and tells the pid of another member.
  private static ChildProgram group(String rest) throws IOException {
    return ChildProgram.start("setsid", "sh", "-c", "sleep 600 & echo $!; " + rest);
  }

  @Test
  @DisplayName("STOPCMD-14 with --group all of the group of each process ends, once for all of it")
  void allOfIt() throws Exception {
    try (ChildProgram leader = group("wait")) {
      String member = leader.line();
      Launcher.Result result =
          Launcher.run("stop", "--group", member, Integer.toString(leader.pid()));
      assertThat(result.errors())
          .containsExactly(
              "signalman: %d: is in group %d, which was given already"
                  .formatted(leader.pid(), leader.pid()));
      assertThat(result.lines().getFirst())
          .isEqualTo("group " + leader.pid() + " (sh): asked to end by SIGTERM");
      assertThat(result.status()).isZero();
      assertThat(ProcFs.hasEnded(Long.parseLong(member))).isTrue();
      leader.expectExit(128 + 15);
    }
  }

  @Test
  @DisplayName("STOPCMD-15 a group without its first process is refused, and the others are named")
  void withoutItsFirst() throws Exception {
    try (ChildProgram leader = group("exit 0")) {
      String member = leader.line();
      Eventually.until("no leader", () -> !Signals.exists(leader.pid()));
      Launcher.Result result =
          Launcher.run("stop", "--group", Integer.toString(leader.pid()), member);
      assertThat(result.status()).isEqualTo(1);
      assertThat(result.errors())
          .hasSize(2)
          .allMatch(line -> line.contains("what is left of it: " + member + ". Name these"));
      assertThat(Launcher.run("stop", member).status()).isZero();
    }
  }

  @Test
  @DisplayName("STOPCMD-15 the group of the command itself is refused")
  void itsOwn() throws Exception {
    try (ChildProgram idle = ChildProgram.start("sleep", "600")) {
      Launcher.Result result = Launcher.run("stop", "--group", Integer.toString(idle.pid()));
      assertThat(result.errors())
          .containsExactly("signalman: " + idle.pid() + ": is in the group of this command itself");
      assertThat(result.status()).isEqualTo(1);
      assertThat(idle.process().isAlive()).isTrue();
    }
  }
}
