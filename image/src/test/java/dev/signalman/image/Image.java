package dev.signalman.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What the build made.
final class Image {
  static final Path TARGET = Path.of("target").toAbsolutePath();
  static final Path FOLDER = TARGET.resolve("signalman");

  /// The VM ends with a message if the cache does not fit.
  static final String STRICT = "SIGNALMAN_JAVA_OPTIONS=-XX:AOTMode=on";

  private Image() {}

  static Path archive() throws IOException {
    return only(".tar.gz");
  }

  static Path debianPackage() throws IOException {
    return only(".deb");
  }

  static Path unpack(Path folder) throws Exception {
    Files.createDirectories(folder);
    Peer.succeed("tar", "-xf", archive().toString(), "-C", folder.toString());
    return folder.resolve("signalman");
  }

  private static Path only(String end) throws IOException {
    try (Stream<Path> files = Files.list(TARGET)) {
      List<Path> found = files.filter(file -> file.toString().endsWith(end)).toList();
      assertThat(found).hasSize(1);
      return found.getFirst();
    }
  }
}
