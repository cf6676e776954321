package dev.signalman.image;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalman.testkit.Peer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Root folders of their own for programs: what a folder has, and beside it `/usr` of this machine.
/// Nothing there can be written. The program is process 1 of a pid namespace. Nothing of this needs
/// root.
final class Roots {
  private static final String SCRIPT =
      """
      root=$1
      shift
      for name in bin sbin lib lib64; do
        [ -L "$root/$name" ] || ln -s "usr/$name" "$root/$name"
      done
      mkdir -p "$root/usr" "$root/proc" "$root/dev" "$root/tmp"
      mount --bind "$root" "$root" &&
        mount -t overlay overlay -o "ro,lowerdir=$root/usr:/usr" "$root/usr" &&
        mount -t proc proc "$root/proc" && mount --rbind /dev "$root/dev" &&
        mount -o remount,bind,ro "$root" && exec chroot "$root" "$@"
      """;

  private Roots() {}

  /// The command that runs a program in such a root. The test is skipped if the kernel does not
  /// allow this, or if this machine's `/lib` is not in `/usr`.
  static List<String> command(Path root, String... program) throws InterruptedException {
    List<String> start = new ArrayList<>(List.of("unshare", "--mount", "--pid", "--fork"));
    start.addAll(List.of("--kill-child", "--user", "--map-root-user"));
    start.addAll(List.of("sh", "-c", SCRIPT, "sh", root.toString()));
    assumeTrue(works(start), "skipped: no namespaces, no overlay, or no merged /usr");
    start.addAll(List.of(program));
    return start;
  }

  /// Runs a program there, which must succeed.
  static String succeed(Path root, String... program) throws Exception {
    return Peer.succeed(command(root, program).toArray(String[]::new)).output();
  }

  private static boolean works(List<String> start) throws InterruptedException {
    List<String> command = new ArrayList<>(start);
    command.add("true");
    try {
      return Peer.run(command.toArray(String[]::new)).status() == 0;
    } catch (IOException e) {
      return false; // there is no unshare(1)
    }
  }
}
