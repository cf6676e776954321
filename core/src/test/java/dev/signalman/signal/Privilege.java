package dev.signalman.signal;

import dev.signalman.posix.UnistdH;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import java.io.IOException;
import org.junit.jupiter.api.Assumptions;

/// Users and limits that a test borrows for a child.
final class Privilege {
  /// A user whom nothing belongs to.
  static final int NOBODY = 65534;

  private Privilege() {}

  /// Skips the test, with a message, where other users cannot be had.
  static void assumeRoot() throws InterruptedException {
    Assumptions.assumeTrue(
        UnistdH.getuid() == 0 && works("setpriv", "--bounding-set=-kill", "true"),
        "skipped: needs root and setpriv, to act as another user");
  }

  /// A command that runs another as a user who may signal nobody else.
  static String[] nobody() {
    return new String[] {"setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"};
  }

  /// A command that runs another as root who may signal root's processes only. It can still read
  /// every file, such as the classes of a Java program.
  static String[] rootWithoutKill() {
    return new String[] {"setpriv", "--bounding-set=-kill", "--inh-caps=-all"};
  }

  /// A receiving program for which only so many signals may be queued.
  ///
  /// The kernel counts for each user, over all processes. In a user namespace of its own the child
  /// has a count of its own too; where there are none, others may use up room, never make more.
  static ChildJvm.Builder withQueueLimit(int limit) throws IOException, InterruptedException {
    ChildJvm.Builder builder = ChildJvm.of(ReceivingProgram.class);
    if (works("unshare", "--user", "--map-root-user", "true")) {
      builder.prefix("unshare", "--user", "--map-root-user");
    }
    return builder.prefix("prlimit", "--sigpending=" + limit);
  }

  private static boolean works(String... command) throws InterruptedException {
    try {
      return Peer.run(command).status() == 0;
    } catch (IOException e) {
      return false; // there is no such program
    }
  }
}
