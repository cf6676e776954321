package dev.signalman.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.posix.CallSeam;
import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// [Spawn#endWithParent]: what it takes and leaves in this process, and systems that refuse it.
class EndWithParentLimitsTest {
  @Test
  @DisplayName(
      "SPAWN-24 a hundred starts, of several threads, and a hundred failures leave nothing")
  void nothingIsLeft() throws Exception {
    try (ChildJvm child = ChildJvm.start(Many.class)) {
      child.expect("ready");
      Map<Integer, String> before = ProcFs.descriptors(child.pid());
      child.send("");
      child.expect("100 started", "100 failed");
      ProcFs.awaitNoFurtherDescriptor(child.pid(), before);
      assertThat(Peer.run("ps", "--no-headers", "--ppid", "" + child.pid()).output()).isEmpty();
      child.send("");
      child.expectExit(0);
    }
  }

  /// Starts children in four threads, and as many that fail.
  static final class Many {
    private Many() {}

    public static void main(String[] args) throws Exception {
      run(0); // with all that the first start leaves open for the next
      System.out.println("ready");
      System.in.read();
      List<Callable<String>> tasks = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        int code = i;
        tasks.add(() -> run(code) == code ? "exact" : "wrong");
        tasks.add(Many::fail);
      }
      List<String> results = new ArrayList<>();
      try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
        for (Future<String> result : threads.invokeAll(tasks)) {
          results.add(result.get());
        }
      }
      System.out.println(results.stream().filter("exact"::equals).count() + " started");
      System.out.println(results.stream().filter("ENOENT"::equals).count() + " failed");
      System.in.read();
    }

    private static int run(int code) throws Exception {
      Spawn spawn = Spawn.of("sh", "-c", "exit " + code).endWithParent();
      return ((ExitStatus.Exited) spawn.start().waitFor()).code();
    }

    private static String fail() throws IOException {
      try {
        return "started " + Spawn.of("/no/such/program").endWithParent().start();
      } catch (PosixException e) {
        return e.errno().name();
      }
    }
  }

  @ParameterizedTest(name = "SPAWN-24 refused: system call {0}")
  @CsvSource({
    "319:1, memfd_create(2), EPERM, 'vm.memfd_noexec below 2'",
    "319:13, memfd_create(2), EACCES, 'vm.memfd_noexec below 2'",
    "319, memfd_create(2), ENOSYS, 'no filter'",
    "157:1, prctl(PR_SET_PDEATHSIG), EPERM, 'Allow it in the filter'"
  })
  void systemThatRefusesIsNamed(String denied, String what, String errno, String wayOut)
      throws Exception {
    Assumptions.assumeTrue(
        "amd64".equals(System.getProperty("os.arch")), "skipped: the numbers are those of x86-64");
    CProgram deny = CProgram.compile(EndWithParentLimitsTest.class, "/c/deny.c");
    try (ChildJvm child =
        ChildJvm.of(Refused.class).prefix(deny.path().toString(), denied).start()) {
      assertThat(child.line())
          .startsWith("ending a child with its parent takes " + what)
          .contains("refused here: " + errno, wayOut, "or start the child without");
      child.expect("exited with code 0", "children 0");
      child.expectExit(0);
    }
  }

  @Test
  @DisplayName("SPAWN-24 refused: the execution of a file in memory")
  void refusalToExecuteIsNamedWhereItIsCertain() throws Exception {
    try (ChildJvm child =
        ChildJvm.of(NotExecuted.class).vm("-D" + CallSeam.PROPERTY + "=true").start()) {
      assertThat(child.line())
          .startsWith("ending a child with its parent takes the execution of a file in memory,")
          .contains("refused here: EACCES", "vm.memfd_noexec below 2");
      child.expect("start true in /: EACCES (Permission denied)");
      child.expect("start true: EAGAIN (Resource temporarily unavailable)");
      child.expectExit(0);
    }
  }

  /// Starts children, and posix_spawnp(3) fails.
  static final class NotExecuted {
    private NotExecuted() {}

    public static void main(String[] args) {
      Spawn spawn = Spawn.of("true").endWithParent();
      System.out.println(failure(spawn, 13));
      System.out.println(failure(Spawn.of("true").endWithParent().directory(Path.of("/")), 13));
      System.out.println(
          failure(spawn, 11)
              .replace(", with too many processes of this user or" + " control group already", ""));
    }

    private static String failure(Spawn spawn, int errno) {
      CallSeam.install(call -> call.equals("posix_spawnp") ? errno : 0);
      try {
        return "started " + spawn.start();
      } catch (IOException | UnsupportedOperationException e) {
        return String.valueOf(e.getMessage());
      }
    }
  }

  /// Tries it, and starts a child without it.
  static final class Refused {
    private Refused() {}

    public static void main(String[] args) throws Exception {
      try {
        System.out.println(Spawn.of("true").endWithParent(Signal.KILL).start());
      } catch (UnsupportedOperationException e) {
        System.out.println(e.getMessage());
      }
      System.out.println(Spawn.of("true").start().waitFor());
      System.out.println("children " + ProcessHandle.current().children().count());
    }
  }
}
