package dev.signalman.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalman.io.Pipe;
import dev.signalman.testkit.ChildJvm;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpawnTest {
  private static final String SHOW_ARGUMENTS = "for a; do printf '[%s]' \"$a\"; done";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 42, 255})
  @DisplayName("SPAWN-01 exit codes are reported exactly")
  void exitCodesAreExact(int code) throws Exception {
    ExitStatus status = Outcome.sh("exit " + code).status();
    assertThat(status).isInstanceOf(ExitStatus.Exited.class);
    assertThat(status.shellStatus()).isEqualTo(code);
    assertThat(status.isSuccess()).isEqualTo(code == 0);
    assertThat(status).hasToString("exited with code " + code);
  }

  @Test
  @DisplayName("SPAWN-02 a child's input, output, standard error and end are passed on correctly")
  void streamsOfAChild() throws Exception {
    Child cat =
        Spawn.of("sh", "-c", "cat; echo problem >&2")
            .stdin(Stdio.pipe())
            .stdout(Stdio.pipe())
            .stderr(Stdio.pipe())
            .start();
    cat.stdin().write("there ".getBytes(UTF_8));
    assertThat(new String(cat.stdout().readNBytes(6), UTF_8)).isEqualTo("there ");
    cat.stdin().write("and back".getBytes(UTF_8));
    cat.stdin().close();
    assertThat(new String(cat.stdout().readAllBytes(), UTF_8)).isEqualTo("and back");
    assertThat(new String(cat.stderr().readAllBytes(), UTF_8)).isEqualTo("problem\n");
    assertThat(cat.waitFor().isSuccess()).isTrue();
    cat.stdout().close();
    cat.stderr().close();
  }

  @Test
  void argumentsArriveAsTheyAre() throws Exception {
    List<String> arguments =
        List.of("", " ", "two words", "*", "$HOME", "\"", "line\nfeed", "ä€𝄞", "-");
    List<String> command = new ArrayList<>(List.of("sh", "-c", SHOW_ARGUMENTS, "sh"));
    command.addAll(arguments);
    assertThat(Outcome.of(Spawn.of(command)).out())
        .isEqualTo("[" + String.join("][", arguments) + "]");
    assertThat(Outcome.of(Spawn.of("printf", "%s", "varargs")).out()).isEqualTo("varargs");
  }

  @Test
  @DisplayName("SPAWN-21 a child gets an environment block unchanged, to the byte")
  void anEnvironmentToTheByte() throws Exception {
    byte[] block = "B=1\0a.b=\u00ff\0B=2\0=\0nothing\0A=\0".getBytes(StandardCharsets.ISO_8859_1);
    Spawn cat = Spawn.of("/bin/cat", "/proc/self/environ").environment(block);
    assertThat(output(cat)).isEqualTo(block);
    byte[] changed = "a.b=\u00ff\0=\0nothing\0B=3\0".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(output(cat.env("B", "3").unsetEnv("A"))).isEqualTo(changed);
  }

  private static byte[] output(Spawn spawn) throws Exception {
    Child child = spawn.stdout(Stdio.pipe()).start();
    try (InputStream out = child.stdout()) {
      return out.readAllBytes();
    }
  }

  @Test
  @DisplayName("SPAWN-17 environment: inherited, added, removed, emptied, the later value wins")
  void environment() throws Exception {
    assertThat(Outcome.sh("printf %s \"$PATH\"").out()).isEqualTo(System.getenv("PATH"));
    Spawn show = Spawn.of("sh", "-c", "echo \"${PATH-none} ${A-none} ${B-none}\"");
    assertThat(Outcome.of(show.env("A", "1").env("A", "2").env("B", "")).out())
        .isEqualTo(System.getenv("PATH") + " 2 \n");
    Spawn env = Spawn.of("/usr/bin/env").clearEnv();
    assertThat(Outcome.of(env).out()).isEmpty();
    assertThat(Outcome.of(env.env("B", "x=y").env("A", "ä").env("C", "1").unsetEnv("C")).out())
        .isEqualTo("B=x=y\nA=ä\n");
  }

  @Test
  @DisplayName("SPAWN-17 NUL characters and invalid names are refused")
  void badText() {
    assertRefused(() -> Spawn.of("sh", "a\0b"), "an argument cannot have a NUL character: a\\0b");
    assertRefused(() -> Spawn.of("s\0h"), "an argument cannot have a NUL character: s\\0h");
    Spawn spawn = Spawn.of("true");
    String what = "an environment variable cannot have a NUL character: ";
    assertRefused(() -> spawn.env("A\0", "x"), what + "A\\0");
    assertRefused(() -> spawn.env("A", "x\0"), what + "x\\0");
    assertRefused(() -> spawn.env("", "x"), "no environment variable can be called \"\"");
    assertRefused(() -> spawn.env("A=B", "x"), "no environment variable can be called \"A=B\"");
    assertRefused(() -> Spawn.of(List.of()), "a child needs a program to run");
    assertRefused(
        () -> spawn.fd(2, Pipe.open().readEnd()), "descriptor 2 is set by stdin, stdout or stderr");
    assertRefused(() -> spawn.stdin(Stdio.merged()), "only standard error can be merged");
    assertRefused(() -> spawn.stdout(Stdio.merged()), "only standard error can be merged");
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void environmentSurvivesALocaleThatLacksItsCharacters() throws Exception {
    try (ChildJvm child =
        ChildJvm.of(ShowVariable.class)
            .prefix("sh", "-c", "LC_ALL=C V=$(printf 'gr\\303\\274n\\377') exec \"$@\"", "sh")
            .start()) {
      child.expect("inherited: 67 72 c3 bc 6e ff", "set: c3 a4", "exit 0");
      child.expectExit(0);
    }
  }

  /// Starts a child that shows the bytes of its variables.
  static final class ShowVariable {
    private ShowVariable() {}

    public static void main(String[] args) throws Exception {
      String show =
          "printf '%s' \"$1$V\" | od -An -tx1 | sed 's/^/inherited:/'; "
              + "printf '%s' \"$W\" | od -An -tx1 | sed 's/^/set:/'";
      Child child = Spawn.of("sh", "-c", show).env("W", "ä").start();
      System.out.println("exit " + child.waitFor().shellStatus());
    }
  }

  @Test
  void directoryIsTheChildsAndRelativeProgramsAreSoughtThere() throws Exception {
    Path script = folder.resolve("here");
    Files.writeString(script, "#!/bin/sh\npwd\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    Path real = folder.toRealPath();
    assertThat(Outcome.of(Spawn.of("pwd").directory(folder)).out()).isEqualTo(real + "\n");
    assertThat(Outcome.of(Spawn.of("./here").directory(folder)).out()).isEqualTo(real + "\n");
    for (Spawn spawn : List.of(Spawn.of("pwd"), Spawn.of("pwd").directory(Path.of("")))) {
      assertThat(Outcome.of(spawn).out()).isEqualTo(Path.of("").toRealPath() + "\n");
    }
  }

  @Test
  void streamsLeadToFiles() throws Exception {
    Path file = folder.resolve("file");
    Spawn spawn = Spawn.of("sh", "-c", "cat; echo error >&2").stdin(Stdio.discard());
    assertThat(spawn.stdout(Stdio.to(file)).stderr(Stdio.merged()).start().waitFor().isSuccess())
        .isTrue();
    assertThat(file).hasContent("error\n");
    spawn.stdout(Stdio.appendTo(file)).start().waitFor();
    assertThat(file).hasContent("error\nerror\n");
    Path copy = folder.resolve("copy");
    spawn.stdin(Stdio.from(file)).stdout(Stdio.to(copy)).stderr(Stdio.discard());
    spawn.start().waitFor();
    assertThat(copy).hasContent("error\nerror\n");
    spawn.stdin(Stdio.discard()).stdout(Stdio.to(copy)).start().waitFor();
    assertThat(copy).isEmptyFile();
  }

  @Test
  void mergedErrorsKeepTheirOrder() throws Exception {
    Child child =
        Spawn.of("sh", "-c", "echo 1; echo 2 >&2; echo 3")
            .stdout(Stdio.pipe())
            .stderr(Stdio.merged())
            .start();
    assertThat(child.stdout().readAllBytes()).asString(UTF_8).isEqualTo("1\n2\n3\n");
    assertThatThrownBy(child::stderr)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("was not started with a pipe for descriptor 2");
    assertThatThrownBy(child::stdin).isInstanceOf(IllegalStateException.class);
    child.stdout().close();
  }

  @Test
  void standardStreamsAreInheritedUnlessSaidOtherwise() throws Exception {
    try (ChildJvm parent = ChildJvm.start(Inheriting.class)) {
      parent.send("from the test");
      parent.expect("from the test", "exit 3");
      parent.expectExit(0);
      assertThat(parent.errors()).contains("and an error");
    }
  }

  /// Starts a child with everything it has itself.
  static final class Inheriting {
    private Inheriting() {}

    public static void main(String[] args) throws Exception {
      Child child = Spawn.of("sh", "-c", "head -n1; echo and an error >&2; exit 3").start();
      System.out.println("exit " + child.waitFor().shellStatus());
    }
  }

  /// A thread other than that of `main` waits until its start has been made for it, if it has not
  /// been already.
  @Test
  void callerThatIsInterruptedGetsItsChildAndStaysInterrupted() throws Exception {
    for (int i = 0; i < 100; i++) {
      FutureTask<Child> start =
          new FutureTask<>(() -> {
            Thread.currentThread().interrupt();
            Child child = Spawn.of("true").start();
            assertThat(Thread.interrupted()).isTrue();
            return child;
          });
      Thread.ofPlatform().start(start);
      assertThat(start.get().waitFor().isSuccess()).isTrue();
    }
  }

  @Test
  void descriptionCanBeUsedAgain() throws Exception {
    Spawn spawn = Spawn.of("sh", "-c", "echo $N").stdout(Stdio.pipe());
    for (int i = 0; i < 3; i++) {
      Child child = spawn.env("N", "" + i).start();
      assertThat(child.stdout().readAllBytes()).asString(UTF_8).isEqualTo(i + "\n");
      assertThat(child.waitFor().isSuccess()).isTrue();
      child.stdout().close();
    }
    assertThat(spawn).hasToString("Spawn [sh, -c, echo $N]");
  }
}
