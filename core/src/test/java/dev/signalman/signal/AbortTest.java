package dev.signalman.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Signal;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// ABRT is claimed, and something in the process gives up.
class AbortTest {
  private static final int KILLED_BY_ABRT = 128 + 6;

  /// Runs a command where it may leave a core, and prints its signal and whether it left one.
  private static final String WITH_CORES =
      """
      import os, resource, sys
      pid = os.fork()
      if pid == 0:
          os.chdir(sys.argv[1])
          hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
          resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
          open("/proc/self/coredump_filter", "w").write("0")
          os.execvp(sys.argv[2], sys.argv[2:])
      status = os.waitpid(pid, 0)[1]
      print(os.WTERMSIG(status), os.WCOREDUMP(status))
      """;

  @ParameterizedTest
  @ValueSource(strings = {"handler", "pipe", "nobody"})
  void abortEndsTheProcessByItsOwnSignal(String receiver) throws Exception {
    try (ChildJvm child = ChildJvm.start(Aborting.class, receiver)) {
      child.expect("ready");
      child.send("abort");
      assertThat(child.exit()).isEqualTo(KILLED_BY_ABRT);
    }
  }

  @Test
  void abortOfAnotherProcessIsHandled() throws Exception {
    try (ChildJvm child = ChildJvm.start(Aborting.class, "handler")) {
      child.expect("ready");
      for (int i = 0; i < 3; i++) {
        Peer.kill("ABRT", child.pid());
        child.expect("handled");
      }
      child.send("abort");
      assertThat(child.exit()).isEqualTo(KILLED_BY_ABRT);
    }
  }

  @Test
  void theVmThatGivesUpEndsByIt() throws Exception {
    try (ChildJvm child =
        ChildJvm.of(Aborting.class)
            .args("handler")
            .vm("-XX:+CrashOnOutOfMemoryError", "-XX:ErrorFile=/dev/null", "-Xmx32m")
            .start()) {
      child.expect("ready");
      child.send("memory");
      assertThat(child.exit()).isEqualTo(KILLED_BY_ABRT);
    }
  }

  /// With the same limits, and an image of memory with nothing in it. Compared with a process that
  /// gets the signal from others: the system may write no cores at all.
  @Test
  void aCoreIsWritten(@TempDir Path folder) throws Exception {
    Peer.assumePython();
    String[] other = {"python3", "-c", WITH_CORES, folder.toString()};
    String expected = Peer.succeed(concat(other, "sh", "-c", "kill -ABRT $$")).output().strip();
    try (ChildJvm child = ChildJvm.of(Aborting.class).prefix(other).args("handler").start()) {
      child.expect("ready");
      child.send("abort");
      child.expect(expected);
    }
  }

  private static String[] concat(String[] first, String... second) {
    return Stream.concat(Stream.of(first), Stream.of(second)).toArray(String[]::new);
  }

  static final class Aborting {
    private Aborting() {}

    @SuppressWarnings("restricted") // to call abort(3)
    public static void main(String[] args) throws Throwable {
      switch (args[0]) {
        case "handler" -> Signals.handle(Signal.ABRT, info -> System.out.println("handled"));
        case "pipe" -> SelfPipe.open(Signal.ABRT);
        default -> {}
      }
      System.out.println("ready");
      if (System.in.read() == 'm') {
        int[] tooMuch = new int[100_000_000];
        System.out.println(tooMuch.length);
      }
      Linker linker = Linker.nativeLinker();
      linker
          .downcallHandle(
              linker.defaultLookup().find("abort").orElseThrow(), FunctionDescriptor.ofVoid())
          .invoke();
    }
  }
}
