package dev.signalman.signal;

import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import java.nio.file.Path;

/// The JDK's own tool, which attaches to a VM by means of QUIT.
final class Jcmd {
  private Jcmd() {}

  /// Runs a command in the child and gives what it prints.
  static String run(ChildJvm child, String... command) throws Exception {
    String[] full = new String[command.length + 2];
    full[0] = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    full[1] = Integer.toString(child.pid());
    System.arraycopy(command, 0, full, 2, command.length);
    return Peer.succeed(full).output();
  }
}
