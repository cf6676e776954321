package dev.signalman.cli.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.cli.Launcher;
import dev.signalman.testkit.Peer;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The environment of a program under `signalman exec`, which starts with a shell.
class ExecEnvironmentIT {
  /// Starts a program with an environment that no shell would make: `start.py BLOCK COMMAND...`.
  private static final String START =
      """
      import ctypes, sys
      block = open(sys.argv[1], 'rb').read().split(b'\\0')[:-1]
      words = [word.encode() for word in sys.argv[2:]]
      array = lambda strings: (ctypes.c_char_p * (len(strings) + 1))(*strings, None)
      ctypes.CDLL(None, use_errno=True).execve(words[0], array(words), array(block))
      raise OSError(ctypes.get_errno())
      """;

  @TempDir Path temp;

  private byte[] environment(byte[] block, String... command) throws Exception {
    Peer.assumePython();
    Path file = Files.write(temp.resolve("block"), block);
    Path out = temp.resolve("out");
    Path errors = temp.resolve("errors");
    List<String> line = new ArrayList<>(List.of("python3", "-c", START, file.toString()));
    line.addAll(List.of(command));
    line.addAll(List.of("/bin/cat", "/proc/self/environ"));
    Process process =
        new ProcessBuilder(line)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(out.toFile())
            .redirectError(errors.toFile())
            .start();
    assertThat(process.waitFor()).isZero();
    assertThat(errors).isEmptyFile();
    return Files.readAllBytes(out);
  }

  private static byte[] block(String... more) {
    String text = "PATH=" + System.getenv("PATH") + "\0" + String.join("\0", more) + "\0";
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @DisplayName("CMD-04 the program gets the caller's environment unchanged")
  @ValueSource(strings = {"exec", "every 1h --count 1 --"})
  void isTheCallersToTheByte(String command) throws Exception {
    byte[] block =
        block(
            "a.b=c",
            "A=1",
            "A=2",
            "X=\u00ff\u0080",
            "\u00ff=x",
            "1=one",
            "a-b=",
            "=d",
            "nothing",
            "PWD=/elsewhere",
            "LINES=1\n2",
            "_=x",
            "ZERO=");
    List<String> line = new ArrayList<>(List.of(Launcher.PATH));
    line.addAll(List.of(command.split(" ", -1)));
    assertThat(environment(block, line.toArray(String[]::new))).isEqualTo(block);
  }

  @Test
  @DisplayName("CMD-04 the program gets an environment larger than a pipe unchanged")
  void mayBeLargerThanAPipe() throws Exception {
    byte[] block = block("a.b=" + "x".repeat(100_000), "c.d=" + "y".repeat(100_000));
    assertThat(environment(block, Launcher.PATH, "exec")).isEqualTo(block);
  }

  @Test
  @DisplayName("CMD-05 JAVA_TOOL_OPTIONS and the like reach the program, not the command's VM")
  void javaOptionsAreTheProgramsOwn() throws Exception {
    byte[] block =
        block(
            "JAVA_TOOL_OPTIONS=-XX:+UseParallelGC -XX:+UseZGC",
            "JDK_JAVA_OPTIONS=--no-such-option",
            "_JAVA_OPTIONS=-Xmx1",
            "CLASSPATH=/nowhere");
    assertThat(environment(block, Launcher.PATH, "exec")).isEqualTo(block);
    for (String command : List.of("list", "send 0 " + ProcessHandle.current().pid())) {
      List<String> line = new ArrayList<>(List.of("env", "JAVA_TOOL_OPTIONS=--no-such-option"));
      line.add(Launcher.PATH);
      line.addAll(List.of(command.split(" ", -1)));
      assertThat(Peer.succeed(line.toArray(String[]::new)).output()).doesNotContain("Picked up");
    }
  }

  @Test
  @DisplayName("CMD-05 SIGNALMAN_JAVA_OPTIONS sets options of the command's own VM")
  void optionsOfTheCommandsVm() throws Exception {
    Peer peer =
        Peer.run(
            "env",
            "SIGNALMAN_JAVA_OPTIONS=-Da=* -XX:+PrintFlagsFinal -XX:MaxHeapSize=33554432",
            Launcher.PATH,
            "exec",
            "true");
    assertThat(peer.output()).containsPattern("MaxHeapSize +(:?= )33554432");
    assertThat(peer.status()).isZero();
  }
}
