package dev.signalman.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher and what the build made for it, as a user starts them.
class LauncherIT {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path DIST = ROOT.resolve("cli/target/dist");
  private static final String LIST = "HUP";

  @TempDir Path temp;

  @Test
  void startsFromAnyFolderAndThroughLinks() throws Exception {
    Path link = Files.createSymbolicLink(temp.resolve("sm"), ROOT.resolve("signalman"));
    Path relative = Files.createSymbolicLink(temp.resolve("sm2"), Path.of("sm"));
    assertThat(list(ROOT.resolve("signalman").toString()).output()).contains(LIST);
    assertThat(list(link.toString()).output()).contains(LIST);
    assertThat(list(relative.toString()).output()).contains(LIST);
    assertThat(Peer.sh("cd / && PATH=$1:$PATH sm list", temp.toString()).output()).contains(LIST);
    assertThat(Peer.sh("cd \"$1\" && sh signalman list", ROOT.toString()).output()).contains(LIST);
    // JUnit warns when it deletes links that lead out of its folder.
    Files.delete(relative);
    Files.delete(link);
  }

  @Test
  void passesOverAJavaHomeThatIsTooOld() throws Exception {
    Path old = fakeJdk("17.0.1");
    Peer list = list("env", "JAVA_HOME=" + old, ROOT.resolve("signalman").toString());
    assertThat(list.output()).contains(LIST);
  }

  @Test
  void takesAJavaHomeThatIsNewEnough() throws Exception {
    Path chosen = fakeJdk("26-ea");
    Peer list = list("env", "JAVA_HOME=" + chosen, ROOT.resolve("signalman").toString());
    assertThat(list.output())
        .startsWith("chosen: ")
        .contains("-m dev.signalman.cli/dev.signalman.cli.Main list")
        .doesNotContain("AOTCache");
  }

  @Test
  void saysWhatItLacks() throws Exception {
    String script = "root=$1; . \"$1/cli/src/dist/launch.sh\"; is_jdk() { false; }; find_jdk";
    Peer without = Peer.run("env", "-u", "JAVA_HOME", "sh", "-c", script, "sh", ROOT.toString());
    assertThat(without.output()).startsWith("signalman: no JDK 25 found: install one ");
    assertThat(without.status()).isEqualTo(1);
    Peer with = Peer.run("env", "JAVA_HOME=/a b", "sh", "-c", script, "sh", ROOT.toString());
    assertThat(with.output())
        .startsWith("signalman: no JDK 25 found, and JAVA_HOME=/a b is none: install one ");
  }

  @Test
  @DisplayName("CMD-11 the launcher finds env(1) without the PATH")
  void needsNoEnvOnThePath() throws Exception {
    Peer exec =
        Peer.run(
            "/usr/bin/env", "PATH=/nonexistent", Launcher.PATH, "exec", "/bin/sh", "-c", "exit 4");
    assertThat(exec.output()).isEmpty();
    assertThat(exec.status()).isEqualTo(4);
    String script =
        "root=$1; . \"$1/cli/src/dist/launch.sh\"; blocker=; env=; find_blocker; env=false; find_blocker";
    assertThat(Peer.sh(script, ROOT.toString()).output().lines())
        .containsExactly(
            "signalman: no env(1) on the PATH or in /usr/bin: a signal during the first moments ends"
                + " the program",
            "signalman: this env has no --block-signal (coreutils 8.31 has): a signal during the first"
                + " moments ends the program");
  }

  /// Enough for the shell to read the script, and none to read what that needs.
  @Test
  @DisplayName(
      "CMD-12 with too few descriptors the start fails with a message and the command's status")
  void tooFewDescriptorsAreAMessage() throws Exception {
    String script =
        """
        for file in /proc/self/fd/*; do
          case ${file##*/} in [0-9]) ;; *) exit 99 ;; esac
        done
        ulimit -n 11
        "$0" exec true
        """;
    Peer exec = Peer.run("sh", "-c", script, Launcher.PATH);
    assumeTrue(exec.status() != 99, "skipped: this process has descriptors that take the room");
    assertThat(exec.output()).contains("Too many open files").hasLineCount(1);
    assertThat(exec.status()).isEqualTo(125);
  }

  @Test
  @DisplayName("CMD-14 a build on first use reports its progress")
  void tellsHowFarTheBuildIs() throws Exception {
    Peer list =
        firstUse(
            """
            i=0
            while [ $i -lt 120 ]; do
              echo "[INFO] Downloaded from central: https://example.org/$i"
              i=$((i + 1))
            done
            echo '[INFO] Building Signalman core 1 [2/4]'
            echo '[ERROR] no room left'
            exit 1
            """,
            Map.of(),
            "exec",
            "true");
    Path log = temp.resolve("target/first-use.log");
    assertThat(list.output().lines())
        .satisfiesExactly(
            line ->
                assertThat(line).startsWith("signalman: building (first use)").endsWith("" + log),
            line -> assertThat(line).isEqualTo("signalman: fetched 50 files"),
            line -> assertThat(line).isEqualTo("signalman: fetched 100 files"),
            line -> assertThat(line).isEqualTo("signalman: Building Signalman core 1 [2/4]"),
            line ->
                assertThat(line)
                    .isEqualTo(
                        "signalman: the build failed: no room left (all of it: " + log + ")"));
    assertThat(list.status()).isEqualTo(125);
    assertThat(log).content().contains("https://example.org/119").contains("no room left");
  }

  /// Maven 3.8 ends with the codes that switch colors off, and no end of line.
  @Test
  void startsAfterABuildWhoseLastLineHasNoEnd() throws Exception {
    Path jdk = fakeJdk("25.0.1");
    Peer list =
        firstUse(
            """
            mkdir -p cli/target/dist
            printf '%s\\nJAVA_VERSION="25.0.1"\\n' "$JAVA_HOME" >cli/target/dist/jdk
            printf '\\033[0m\\033[0m'
            """,
            Map.of("JAVA_HOME", jdk.toString()), "list");
    assertThat(list.output()).contains("signalman: building (first use)").contains("Main list");
    assertThat(list.status()).isZero();
  }

  @Test
  void blocksSignalsOnlyForCommandsThatListen() throws Exception {
    Path jdk = fakeJdk("25.0.1");
    String signalman = ROOT.resolve("signalman").toString();
    for (String command : new String[] {"watch", "exec", "every"}) {
      assertThat(Peer.succeed("env", "JAVA_HOME=" + jdk, signalman, command, "a b").output())
          .contains("-Xrs")
          .contains("SigBlk:\tdffffffe7781fa37")
          .contains("Main " + command + " a b");
    }
    // These take all signals: TSTP, CONT, TTIN, TTOU and WINCH too.
    for (String command : new String[] {"run", "tini", "dumb-init"}) {
      assertThat(Peer.succeed("env", "JAVA_HOME=" + jdk, signalman, command, "a b").output())
          .contains("SigBlk:\tdffffffe7fbbfa37")
          .contains("Main " + command + " a b");
    }
    assertThat(Peer.succeed("env", "JAVA_HOME=" + jdk, signalman, "send", "watch").output())
        .doesNotContain("-Xrs")
        .contains("SigBlk:\t0000000000000000");
  }

  @Test
  @DisplayName("CMD-16 under the name tini or dumb-init the launcher runs the command of that name")
  void isTheCommandOfItsName() throws Exception {
    Path jdk = fakeJdk("25.0.1");
    for (String name : new String[] {"tini", "dumb-init"}) {
      Path link = Files.createSymbolicLink(temp.resolve(name), ROOT.resolve("signalman"));
      assertThat(Peer.succeed("env", "JAVA_HOME=" + jdk, link.toString(), "-s", "a b").output())
          .contains("Main " + name + " -s a b");
      Files.delete(link); // JUnit warns when it deletes links that lead out of its folder
    }
  }

  /// Later JDKs may lack one, and then ignore it; this one has all.
  @Test
  void theVmKnowsAllItsOptions() throws Exception {
    Peer.succeed(
        ChildJvm.java(),
        "@" + DIST + "/vm.options",
        "-XX:-IgnoreUnrecognizedVMOptions",
        "-version");
  }

  /// What the cache lacks costs most of a start: nothing but what cannot be in it may be missing.
  @Test
  void cacheHoldsWhatListLoads() throws Exception {
    Path log = temp.resolve("classes.log");
    Peer.succeed(java(DIST.resolve("signalman.aot"), "-Xlog:class+load:file=" + log, "list"));
    List<String> loaded = Files.readAllLines(log);
    assertThat(loaded).hasSizeGreaterThan(500);
    assertThat(loaded.stream().filter(line -> !line.contains("shared objects file")))
        .as("classes that do not come from the cache")
        .hasSizeLessThan(10)
        .noneMatch(line -> line.contains("picocli") || line.contains("dev.signalman"));
  }

  /// The whole way to a program that runs, and to its end. The linker of the JDK makes some classes
  /// anew in each VM.
  @Test
  @DisplayName("RUN-26 run loads no class of its own from outside the cache")
  void cacheHoldsWhatRunLoads() throws Exception {
    Path log = temp.resolve("classes.log");
    Peer.succeed(
        "env",
        "SIGNALMAN_JAVA_OPTIONS=-Xlog:class+load:file=" + log,
        Launcher.PATH,
        "run",
        "sh",
        "-c",
        // It leaves an orphan, which ends when its parent has been waited for.
        "sh -c 'while [ -e /proc/$0 ]; do sleep 0.01; done' $$ &"
            + " trap 'kill $!; exit 0' WINCH; sleep 9 & kill -s WINCH $PPID; wait $!");
    List<String> loaded = Files.readAllLines(log);
    assertThat(loaded).hasSizeGreaterThan(1000);
    assertThat(loaded.stream().filter(line -> !line.contains("shared objects file")))
        .as("classes that do not come from the cache")
        .hasSizeLessThan(25)
        .noneMatch(line -> line.contains("picocli") || line.contains("dev.signalman"));
  }

  @Test
  void cacheThatDoesNotFitIsNoMessage() throws Exception {
    Path broken = Files.write(temp.resolve("broken.aot"), new byte[1000]);
    assertThat(Peer.succeed(java(broken, "list")).output())
        .isEqualTo(Peer.succeed(java(DIST.resolve("signalman.aot"), "list")).output());
  }

  private static Peer list(String... command) throws IOException, InterruptedException {
    return Peer.succeed(
        Stream.concat(Stream.of(command), Stream.of("list")).toArray(String[]::new));
  }

  private static String[] java(Path cache, String... arguments) {
    List<String> command = new ArrayList<>(List.of(ChildJvm.java(), "@" + DIST + "/vm.options"));
    command.add("-XX:AOTCache=" + cache);
    List<String> rest = new ArrayList<>(List.of(arguments));
    rest.stream().filter(argument -> argument.startsWith("-X")).forEach(command::add);
    rest.removeIf(argument -> argument.startsWith("-X"));
    command.addAll(List.of("-p", DIST.resolve("lib").toString()));
    command.addAll(List.of("-m", "dev.signalman.cli/dev.signalman.cli.Main"));
    command.addAll(rest);
    return command.toArray(String[]::new);
  }

  /// A JDK whose `java` tells its arguments and its signal mask. Runs a copy of the launcher that
  /// was never built, with a Maven that does what the script says.
  private Peer firstUse(String maven, Map<String, String> environment, String... arguments)
      throws Exception {
    Path bin = Files.createDirectories(temp.resolve("bin"));
    Files.createDirectories(temp.resolve("cli/src/dist"));
    for (String part : new String[] {"cli/src/dist/start.sh", "cli/src/dist/launch.sh"}) {
      Files.copy(ROOT.resolve(part), temp.resolve(part));
    }
    Path launcher = Files.copy(ROOT.resolve("signalman"), temp.resolve("signalman"));
    Path script = Files.writeString(bin.resolve("mvn"), "#!/bin/sh\n" + maven);
    assertThat(script.toFile().setExecutable(true) && launcher.toFile().setExecutable(true))
        .isTrue();
    List<String> command = new ArrayList<>(List.of("env"));
    command.add("PATH=" + bin + ":" + System.getenv("PATH"));
    environment.forEach((name, value) -> command.add(name + "=" + value));
    command.add(launcher.toString());
    command.addAll(List.of(arguments));
    return Peer.run(command.toArray(String[]::new));
  }

  private Path fakeJdk(String version) throws IOException {
    Path jdk = temp.resolve("jdk-" + version);
    Path bin = Files.createDirectories(jdk.resolve("bin"));
    Files.writeString(
        jdk.resolve("release"),
        "IMPLEMENTOR=\"test\"\nJAVA_VERSION=\"" + version + "\"\nOS_ARCH=\"any\"\n");
    // Builtins only: a shell that forks clears the mask of its child.
    Path java =
        Files.writeString(
            bin.resolve("java"),
            """
            #!/bin/sh
            echo "chosen: $*"
            while read -r line; do
              case $line in SigBlk:*) echo "$line" ;; esac
            done </proc/self/status
            """);
    if (!java.toFile().setExecutable(true)) {
      throw new IOException("cannot make " + java + " executable");
    }
    return jdk;
  }
}
