package dev.signalman.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.Peer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The archive, unpacked in another folder than that of the build.
class ImageIT {
  private static final long MOST_BYTES = 32 << 20;

  @TempDir static Path temp;

  private static Path image = Path.of("");

  @BeforeAll
  static void unpack() throws Exception {
    image = Image.unpack(temp.resolve("a folder with blanks"));
  }

  private static String bin(String name) {
    return image.resolve("bin").resolve(name).toString();
  }

  @Test
  @DisplayName("IMAGE-01 the archive has at most 32 MiB")
  void isSmall() throws Exception {
    assertThat(Files.size(Image.archive())).isLessThanOrEqualTo(MOST_BYTES);
  }

  @Test
  @DisplayName("IMAGE-02 after unpacking elsewhere everything comes from the cache")
  void cacheFitsElsewhere() throws Exception {
    Path log = temp.resolve("classes.log");
    Peer.succeed(
        "env", "SIGNALMAN_JAVA_OPTIONS=-Xlog:class+load:file=" + log, bin("signalman"), "list");
    List<String> loaded = Files.readAllLines(log);
    assertThat(loaded).hasSizeGreaterThan(500);
    assertThat(loaded.stream().filter(line -> !line.contains("shared objects file")))
        .hasSizeLessThan(10)
        .noneMatch(line -> line.contains("picocli") || line.contains("dev.signalman"));
    assertThat(
            Peer.succeed("env", Image.STRICT, bin("signalman"), "exec", "--", "echo", "ok")
                .output())
        .isEqualTo("ok\n");
  }

  @Test
  @DisplayName("IMAGE-03 the cache fits whatever times the files have")
  void cacheFitsAtAnyTime() throws Exception {
    Peer.sh("find \"$1\" -exec touch {} +", image.toString());
    Peer.succeed("env", Image.STRICT, bin("signalman"), "list");
    Peer.succeed("env", Image.STRICT, bin("signalman"), "exec", "true");
    Peer.succeed("env", Image.STRICT, bin("signalman"), "run", "true");
  }

  @Test
  @DisplayName("IMAGE-04 without a cache, and with one that does not fit, only the start is slower")
  void cacheThatDoesNotFitIsNoMessage() throws Exception {
    String expected = Peer.succeed(bin("signalman"), "list").output();
    Path cache = image.resolve("lib/signalman.aot");
    Path kept = Files.move(cache, temp.resolve("kept"));
    try {
      assertThat(Peer.succeed(bin("signalman"), "list").output()).isEqualTo(expected);
      Files.write(cache, new byte[100_000]);
      assertThat(Peer.succeed(bin("signalman"), "list").output()).isEqualTo(expected);
      Files.copy(
          image.resolve("lib/native.aot"),
          cache,
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      assertThat(Peer.succeed(bin("signalman"), "list").output()).isEqualTo(expected);
    } finally {
      Files.move(kept, cache, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Test
  @DisplayName("IMAGE-05 the program gets the environment to the byte, and the VM nothing of it")
  void environmentArrivesToTheByte() throws Exception {
    String script =
        """
        image=$1 out=$2
        shift 2
        set -- env -i a.b=1 JAVA_TOOL_OPTIONS=-Xnonsense JDK_JAVA_OPTIONS=-Xnonsense JAVA_HOME=/none \\
          CLASSPATH=/none "b $(printf '\\377')=$(printf '\\376')" empty= "$@"
        "$@" cat /proc/self/environ >"$out/direct"
        "$@" "$image/bin/signalman" exec -- /bin/cat /proc/self/environ >"$out/passed"
        """;
    String output =
        Peer.sh(script, image.toString(), temp.toString(), "PATH=/usr/bin:/bin").output();
    assertThat(output).isEmpty();
    assertThat(temp.resolve("direct")).content(ISO_8859_1).contains("a.b=1", "b \u00ff=\u00fe");
    assertThat(temp.resolve("passed")).hasSameBinaryContentAs(temp.resolve("direct"));
  }

  @Test
  @DisplayName("IMAGE-06 a link with another name, from anywhere, finds the image")
  void startsThroughLinks() throws Exception {
    Path link = Files.createSymbolicLink(temp.resolve("sm"), image.resolve("bin/signalman"));
    Path relative = Files.createSymbolicLink(temp.resolve("sm2"), Path.of("sm"));
    String expected = Peer.succeed(bin("signalman"), "list").output();
    assertThat(Peer.succeed(relative.toString(), "list").output()).isEqualTo(expected);
    assertThat(Peer.sh("cd / && PATH=$1:$PATH sm list", temp.toString()).output())
        .isEqualTo(expected);
    // JUnit warns when it deletes links that lead out of its folder.
    Files.delete(relative);
    Files.delete(link);
  }

  @Test
  @DisplayName("IMAGE-08 it runs where nothing can be written, as process 1")
  void runsOnAReadOnlyRoot(@TempDir Path root) throws Exception {
    Image.unpack(root.resolve("opt"));
    String script = "! { touch /tmp/x; } 2>/dev/null && " + Image.STRICT + " \"$@\"";
    String command = "/opt/signalman/bin/signalman";
    assertThat(Roots.succeed(root, "sh", "-c", script, "sh", command, "list")).contains("SIGTERM");
    assertThat(Roots.succeed(root, "sh", "-c", script, "sh", command, "exec", "--", "echo", "ok"))
        .isEqualTo("ok\n");
  }

  @Test
  @DisplayName("IMAGE-12 its links tini and dumb-init take the options of these programs")
  void hasOtherNames() throws Exception {
    assertThat(Peer.run(bin("tini"), "-e", "7", "--", "sh", "-c", "exit 7").status()).isZero();
    assertThat(Peer.run(bin("dumb-init"), "-c", "sh", "-c", "exit 5").status()).isEqualTo(5);
  }

  @Test
  @DisplayName("IMAGE-07 the modules in the image are those that its programs need")
  void hasOnlyTheModulesThatAreNeeded() throws Exception {
    String java = image.resolve("runtime/bin/java").toString();
    Stream<String> modules =
        Peer.succeed(java, "--list-modules").output().lines().map(line -> line.split("@", 2)[0]);
    assertThat(modules)
        .containsExactlyInAnyOrder(
            "dev.signalman",
            "dev.signalman.cli",
            "dev.signalman.posix",
            "info.picocli",
            "java.base",
            // for `stop`, which asks a Java program for its threads
            "jdk.attach",
            "jdk.internal.jvmstat",
            "jdk.jcmd");
  }
}
