package dev.signalman.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalman.testkit.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The Debian package, in a root with a list of packages of its own.
class DebianIT {
  private static final Path DPKG = Path.of("/usr/bin/dpkg");

  @TempDir Path root;

  @BeforeEach
  void emptyRoot() throws IOException {
    assumeTrue(Files.isExecutable(DPKG), "skipped: no dpkg");
    Path list = root.resolve("var/lib/dpkg");
    Files.createDirectories(list.resolve("info"));
    Files.createDirectories(list.resolve("updates"));
    Files.createFile(list.resolve("status"));
  }

  /// libc6 is none of this root's packages.
  private Peer dpkg(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(DPKG.toString(), "--root=" + root));
    command.addAll(List.of("--force-not-root", "--force-depends", "--log=/dev/null"));
    command.addAll(List.of(arguments));
    return Peer.succeed(command.toArray(String[]::new));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .map(file -> root.relativize(file).toString())
          .filter(file -> !file.isEmpty() && !file.startsWith("var"))
          .sorted()
          .toList();
    }
  }

  @Test
  @DisplayName("IMAGE-09 the package is installed, runs, and leaves nothing when it is removed")
  void isInstalledRunsAndIsRemoved() throws Exception {
    dpkg("--install", Image.debianPackage().toString());
    assertThat(dpkg("--verify", "signalman").output()).isEmpty();
    assertThat(files())
        .contains("usr/bin/signalman", "usr/share/man/man1/signalman-exec.1.gz")
        .doesNotContain("usr/bin/tini", "usr/bin/dumb-init")
        .allMatch(file -> file.equals("usr") || file.startsWith("usr/"));
    String command = root.resolve("usr/bin/signalman").toString();
    assertThat(Peer.succeed("env", Image.STRICT, command, "exec", "--", "echo", "ok").output())
        .isEqualTo("ok\n");
    assertThat(Roots.succeed(root, "env", Image.STRICT, "signalman", "exec", "--", "echo", "ok"))
        .isEqualTo("ok\n");
    Peer.sh(
        "rm -rf \"$1\"/bin \"$1\"/sbin \"$1\"/lib* && rmdir \"$1\"/dev \"$1\"/proc \"$1\"/tmp",
        "" + root);
    dpkg("--remove", "signalman");
    assertThat(files()).isEmpty();
    assertThat(dpkg("--list").output()).doesNotContain("signalman");
  }

  @Test
  @DisplayName("IMAGE-10 the package says what it is, and every file belongs to root")
  void describesItself() throws Exception {
    String file = Image.debianPackage().toString();
    assertThat(Peer.succeed("dpkg-deb", "--field", file).output())
        .contains("Package: signalman\n", "Depends: libc6", "Installed-Size: ")
        .doesNotContainPattern("@[A-Z]+@");
    assertThat(Peer.succeed("dpkg-deb", "--contents", file).output().lines())
        .allMatch(line -> line.matches("[-dl][rwx-]{9} root/root .* 2026-01-01 00:00 .*"));
  }
}
