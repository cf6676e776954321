package dev.signalman.posix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.StressRun;
import dev.signalman.testkit.StressTest;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A block of C memory stays as long as a call uses it, whatever is collected and closed meanwhile,
/// in every function that takes one. Nothing may be lost.
@StressTest
class HeldMemoryStressTest {
  @TempDir Path folder;

  @Test
  void everyFunctionThatTakesMemoryHasACase() throws Exception {
    assertThat(HeldMemory.names(folder)).containsExactlyElementsOf(functions());
  }

  /// Both compilers, of the bindings alone: what they make of them holds less than the interpreter.
  @ParameterizedTest
  @ValueSource(strings = {"-XX:TieredStopAtLevel=1", "-XX:-TieredCompilation"})
  void memoryStaysAsLongAsACallUsesIt(String compiler) throws Exception {
    Peer.succeed("mkfifo", folder.resolve("fifo").toString());
    Duration time = StressRun.time();
    try (ChildJvm child =
        ChildJvm.of(HeldMemory.class)
            .vm("-XX:TieredStopAtLevel=4", compiler, "-Xcomp", "-Xmx64m")
            .vm(
                "-XX:CompileCommand=quiet",
                "-XX:CompileCommand=compileonly,dev.signalman.posix.*::*")
            .vm("-D" + CallSeam.PROPERTY + "=true")
            .args(folder.toString(), Long.toString(time.toMillis()))
            .limit(time.plusMinutes(2))
            .start()) {
      child.process().waitFor(); // no longer than its limit
      child.expect(String.join(" ", functions()));
      child.expectExit(0);
    }
  }

  private static List<String> functions() throws Exception {
    Path root = Path.of(UnistdH.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.list(root.resolve("dev/signalman/posix"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith("H.class"))
          .map(name -> name.replace(".class", ""))
          .flatMap(HeldMemoryStressTest::functions)
          .sorted()
          .toList();
    }
  }

  private static Stream<String> functions(String name) {
    try {
      return Arrays.stream(Class.forName("dev.signalman.posix." + name).getDeclaredMethods())
          .filter(method -> Modifier.isPublic(method.getModifiers()))
          .filter(HeldMemoryStressTest::takesMemory)
          .map(method -> name + "." + method.getName());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean takesMemory(Method method) {
    return List.of(method.getParameterTypes()).contains(Memory.class);
  }
}
