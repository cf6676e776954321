package dev.signalman.io;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.OtherUser;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RefusedGrowthTest {
  private static final Path LIMIT = Path.of("/proc/sys/fs/pipe-user-pages-soft");

  /// The limit is one user's, over all his processes: the program gets a user that has no others.
  @Test
  void aPipeThatMayNotGrowLosesNothingAndIsNotAskedAgain() throws Exception {
    String[] user = OtherUser.ofItsOwn();
    assumeTrue(OtherUser.works(user), "skipped: needs root and setpriv, for another user");
    long pages = Long.parseLong(Files.readAllLines(LIMIT).getFirst()); // in one read
    assumeTrue(pages > 0 && pages <= 1 << 16, () -> "skipped: " + LIMIT + " is " + pages);
    try (ChildJvm child = ChildJvm.of(RefusedGrowthProgram.class).prefix(user).start()) {
      child.expect(
          "written, whole, through 65536", "the same later: 65536", "another later: 262144");
      child.expectExit(0);
    }
  }
}
