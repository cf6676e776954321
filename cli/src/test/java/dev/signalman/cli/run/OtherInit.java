package dev.signalman.cli.run;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalman.testkit.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// tini and dumb-init of Debian, to compare with: those that are installed, or those that apt-get
/// can fetch now. A test that finds neither is skipped with a message.
final class OtherInit {
  private static final Path FETCHED = Path.of("target", "other-inits").toAbsolutePath();

  private OtherInit() {}

  /// The path of the program.
  static String path(String name) throws Exception {
    for (String folder : System.getenv("PATH").split(":", -1)) {
      Path file = Path.of(folder, name);
      if (Files.isExecutable(file)) {
        return file.toString();
      }
    }
    Path fetched = fetch(name);
    assumeTrue(fetched != null, "skipped: no " + name + " is installed, and none can be fetched");
    return String.valueOf(fetched);
  }

  /// Several tests may do this at once, each in a folder of its own.
  private static @Nullable Path fetch(String name) throws Exception {
    Path program = FETCHED.resolve(name);
    if (Files.isExecutable(program)) {
      return program;
    }
    Path folder = Files.createTempDirectory(Files.createDirectories(FETCHED), name);
    try {
      Peer apt =
          Peer.run(
              "sh", "-c", "cd \"$1\" && apt-get -q download \"$2\"", "sh", folder.toString(), name);
      if (apt.status() != 0) {
        return null;
      }
      try (Stream<Path> packages = Files.list(folder)) {
        Path found =
            packages.filter(file -> file.toString().endsWith(".deb")).findFirst().orElseThrow();
        Peer.succeed("dpkg", "-x", found.toString(), folder.toString());
      }
      Files.move(
          folder.resolve("usr/bin").resolve(name),
          program,
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      return program;
    } catch (IOException e) {
      return null; // no apt-get, or no dpkg
    }
  }
}
