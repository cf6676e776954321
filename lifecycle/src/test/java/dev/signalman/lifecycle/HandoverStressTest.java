package dev.signalman.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.StressRun;
import dev.signalman.testkit.StressTest;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many handovers in a row under a constant load. Some new processes crash, hang, or die after they
/// said that they are ready. Nothing may be lost: no connection, no process, no descriptor.
@StressTest
class HandoverStressTest {
  private static final int CLIENTS = 3;

  @TempDir private Path folder;

  @Test
  @DisplayName(
      "HAND-30 handovers in a row, good and bad: no connection, process or descriptor lost")
  void inARow() throws Exception {
    SplittableRandom random = new SplittableRandom(StressRun.seed());
    int wanted = StressRun.count(1, 100);
    String settle = StressRun.isLong() ? "settle=2s" : "settle=1s";
    try (Generations server = Generations.start(folder, "tcp", "unix", settle, "within=20s")) {
      String port = server.after("port ");
      long present = server.ready();
      int done = 0;
      int failed = 0;
      try (Load load = Load.on(port, CLIENTS);
          Load other = Load.on(folder.resolve("unix").toString(), CLIENTS)) {
        while (done < wanted) {
          String how = how(random, done + failed);
          server.how(how);
          Peer.kill("USR2", present);
          String outcome = server.any("began handing over", "noted handing over failed");
          if (outcome.startsWith("began")) {
            assertThat(how).isEmpty();
            assertThat(server.exit(present)).isEqualTo("7");
            present = server.ready();
            load.until(present);
            other.until(present);
            done++;
          } else {
            failed++;
          }
        }
        Load.Result result = load.stop();
        assertThat(result.errors()).isEqualTo("{}");
        Load.Result unix = other.stop();
        assertThat(unix.errors()).isEqualTo("{}");
        System.out.printf(
            "%d handovers, %d failed; %d and %d connections%n",
            done, failed, result.answers(), unix.answers());
      }
      long last = present;
      int before = HandoverTest.files(last).size();
      server.how("crash");
      for (int i = 0; i < StressRun.count(1, 5); i++) {
        Peer.kill("USR2", last);
        server.after("noted handing over failed");
      }
      Eventually.until("not more descriptors", () -> HandoverTest.files(last).size() <= before);
      Peer.kill("TERM", last);
      assertThat(server.exit(last)).isEqualTo("7");
      server.expectNoneLeft();
    }
  }

  private static String how(SplittableRandom random, int attempt) {
    if (!StressRun.isLong()) {
      return attempt == 0 ? "dies" : "";
    }
    return switch (random.nextInt(20)) {
      case 0, 1, 2 -> "crash";
      case 3, 4, 5 -> "dies";
      case 6 -> "hang";
      default -> "";
    };
  }
}
