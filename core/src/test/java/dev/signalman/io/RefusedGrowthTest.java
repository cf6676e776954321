package dev.signalman.io;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalman.posix.UnistdH;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusedGrowthTest {
  private static final Path LIMIT = Path.of("/proc/sys/fs/pipe-user-pages-soft");

  /// The limit is one user's, over all his processes: the program gets a user that has no others.
  @Test
  void aPipeThatMayNotGrowLosesNothingAndIsNotAskedAgain() throws Exception {
    String[] user = userOfItsOwn();
    assumeTrue(
        UnistdH.getuid() == 0 && works(user), "skipped: needs root and setpriv, for another user");
    long pages = Long.parseLong(Files.readString(LIMIT).strip());
    assumeTrue(pages > 0 && pages <= 1 << 16, () -> "skipped: " + LIMIT + " is " + pages);
    try (ChildJvm child = ChildJvm.of(RefusedGrowthProgram.class).prefix(user).start()) {
      child.expect(
          "written, whole, through 65536", "the same later: 65536", "another later: 262144");
      child.expectExit(0);
    }
  }

  /// It may read every file, such as the classes of the test, and has no other privilege.
  private static String[] userOfItsOwn() {
    String id = Long.toString(1_000_000 + ProcessHandle.current().pid());
    return new String[] {
      "setpriv",
      "--reuid=" + id,
      "--regid=" + id,
      "--clear-groups",
      "--inh-caps=+dac_read_search",
      "--ambient-caps=+dac_read_search"
    };
  }

  private static boolean works(String... prefix) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of(prefix));
    command.add("true");
    try {
      return Peer.run(command.toArray(String[]::new)).status() == 0;
    } catch (IOException e) {
      return false; // there is no such program
    }
  }
}
