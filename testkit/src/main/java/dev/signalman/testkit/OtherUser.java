package dev.signalman.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A user whose only processes are those that a test starts: the kernel counts some limits per
/// user, over all processes.
public final class OtherUser {
  private OtherUser() {}

  /// A command that runs another command as a user that only this test has. It may read every file,
  /// such as the classes of the test, and has no other privilege.
  ///
  /// @return the first words of the command
  public static String[] ofItsOwn() {
    return of(1_000_000 + ProcessHandle.current().pid(), "dac_read_search");
  }

  /// A command that runs another command as a given user.
  ///
  /// @param id the id of the user and of its group
  /// @param privilege the only capability that it has
  /// @return the first words of the command
  public static String[] of(long id, String privilege) {
    return new String[] {
      "setpriv",
      "--reuid=" + id,
      "--regid=" + id,
      "--clear-groups",
      "--inh-caps=+" + privilege,
      "--ambient-caps=+" + privilege
    };
  }

  /// Whether the test may run such a command.
  ///
  /// @param prefix the first words of the command
  /// @return false without the right, or without setpriv
  /// @throws IOException if this process cannot be inspected
  /// @throws InterruptedException if the thread is interrupted
  public static boolean works(String... prefix) throws IOException, InterruptedException {
    if ((int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") != 0) {
      return false;
    }
    List<String> command = new ArrayList<>(Arrays.asList(prefix));
    command.add("true");
    try {
      return Peer.run(command.toArray(String[]::new)).status() == 0;
    } catch (IOException e) {
      return false; // there is no such program
    }
  }
}
