package dev.signalman.posix;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.StartsPrograms;
import dev.signalman.testkit.TargetMachine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The numbers of the bindings, and the signals that a C library keeps, where no VM can run here:
/// with musl, and on the other processor. The programs in C are the same as for this machine.
@StartsPrograms
class OtherHeadersTest {
  /// musl leaves room that the kernel does not fill; `waitid(2)` is called without it.
  private static final String LARGER_IN_MUSL = "WaitH.RUSAGE_SIZE";

  private static final String ROOM = "SpawnH.OBJECT_SIZE";

  @TempDir private Path folder;

  @Test
  @DisplayName("PORT-50: all numbers and layouts are those of musl's headers, too")
  void musl() throws Exception {
    Map<String, Long> ours = ConstantsTest.constants();
    Map<String, Long> theirs = numbers(musl("constants.c"));
    assertThat(ours.remove(ROOM)).isGreaterThanOrEqualTo(theirs.remove(ROOM));
    assertThat(ours.remove(LARGER_IN_MUSL)).isLessThan(theirs.remove(LARGER_IN_MUSL));
    assertThat(ours).containsExactlyInAnyOrderEntriesOf(theirs);
  }

  @Test
  @DisplayName(
      "PORT-51: the signals that musl keeps follow from its SIGRTMIN, as those of glibc do")
  void keptSignals() throws Exception {
    checkKept(musl("kept.c"), 35);
    Path program = folder.resolve("kept");
    TargetMachine.AMD64.compile(List.of(source("kept.c")), program, List.of("-D_GNU_SOURCE"));
    checkKept(TargetMachine.AMD64.execute(program), 34);
  }

  private static void checkKept(String told, int sigrtmin) {
    String[] numbers = told.strip().split(" ", -1);
    assertThat(numbers[0]).isEqualTo(Integer.toString(sigrtmin));
    assertThat(numbers[1]).isEqualTo("64");
    long refused = 0;
    for (int i = 2; i < numbers.length; i++) {
      refused |= 1L << (Integer.parseInt(numbers[i]) - 1);
    }
    assertThat(SignalH.keptBelow(sigrtmin)).isEqualTo(refused);
  }

  @Test
  @DisplayName("PORT-52: all numbers and layouts for aarch64 are those of its headers")
  void aarch64() throws Exception {
    Path program = folder.resolve("constants");
    TargetMachine.AARCH64.compile(
        List.of(source("constants.c")), program, List.of("-D_GNU_SOURCE"));
    Map<String, Long> theirs = numbers(TargetMachine.AARCH64.execute(program));
    try (ChildJvm child =
        ChildJvm.of(Printed.class).vm("-Ddev.signalman.posix.codePage=false").start()) {
      child.expectExit(0);
      Map<String, Long> ours = numbers(String.join("\n", child.remainingLines()));
      assertThat(ours.remove(ROOM)).isGreaterThanOrEqualTo(theirs.remove(ROOM));
      assertThat(ours).containsExactlyInAnyOrderEntriesOf(theirs);
    }
  }

  /// Prints the numbers of the bindings as they are on aarch64. It makes no system call.
  static final class Printed {
    private Printed() {}

    public static void main(String[] args) throws Exception {
      if (CFunction.find("getpid") == null) { // links for the processor that is there
        throw new AssertionError("a C library without getpid");
      }
      System.setProperty("os.arch", "aarch64");
      ConstantsTest.constants().forEach((name, value) -> System.out.println(name + " " + value));
    }
  }

  private static Map<String, Long> numbers(String lines) {
    return new TreeMap<>(
        lines
            .lines()
            .map(line -> line.split(" ", -1))
            .collect(toMap(words -> words[0], words -> Long.valueOf(words[1]))));
  }

  /// The output of a program that is compiled with musl. The kernel's headers are glibc's.
  private String musl(String name) throws Exception {
    assumeTrue(
        Peer.works("musl-gcc", "--version"), "skipped: no musl-gcc: apt-get install musl-tools");
    assumeTrue(
        System.getProperty("os.arch").equals("amd64"), "skipped: musl-gcc is for x86-64 here");
    Path program = folder.resolve(name + ".out");
    Peer.succeed(
        "musl-gcc",
        "-static",
        "-D_GNU_SOURCE",
        "-idirafter",
        "/usr/include",
        "-idirafter",
        "/usr/include/x86_64-linux-gnu",
        "-o",
        program.toString(),
        source(name).toString());
    return Peer.succeed(program.toString()).output();
  }

  private Path source(String name) throws IOException {
    Path copy = folder.resolve(name);
    try (InputStream source = OtherHeadersTest.class.getResourceAsStream("/c/" + name)) {
      Files.write(copy, Objects.requireNonNull(source).readAllBytes());
    }
    return copy;
  }
}
