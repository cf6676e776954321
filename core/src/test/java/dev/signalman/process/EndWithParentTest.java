package dev.signalman.process;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Signal;
import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// [Spawn#endWithParent]: the ends of parents.
class EndWithParentTest {
  @TempDir private Path folder;

  @ParameterizedTest(name = "SPAWN-22 the child gets {0} when its parent is killed")
  @CsvSource({"default, 15", "HUP, 1", "USR2, 12", "RTMIN+3, 37"})
  void childGetsTheSignal(String signal, String number) throws Exception {
    Path will = folder.resolve("will");
    try (ChildJvm parent = parent("main", signal, will)) {
      int child = Integer.parseInt(parent.line());
      parent.expect("alive");
      assertThat(will).doesNotExist();
      Peer.kill("KILL", parent.pid());
      Eventually.until("the child has ended", () -> ProcFs.hasEnded(child));
      assertThat(Files.readString(will)).isEqualTo(number + "\n");
    }
  }

  @Test
  @DisplayName("SPAWN-22 the child is killed with its parent")
  void childIsKilled() throws Exception {
    Path will = folder.resolve("will");
    try (ChildJvm parent = parent("main", "KILL", will)) {
      int child = Integer.parseInt(parent.line());
      parent.expect("alive");
      Peer.kill("KILL", parent.pid());
      Eventually.until("the child has ended", () -> ProcFs.hasEnded(child));
      assertThat(will).doesNotExist();
    }
  }

  @ParameterizedTest(name = "SPAWN-22 the child gets it when its parent ends by {0}")
  @CsvSource({"exit", "halt"})
  void childGetsTheSignalWhateverTheEnd(String end) throws Exception {
    Path will = folder.resolve("will");
    try (ChildJvm parent = parent(end, "HUP", will)) {
      int child = Integer.parseInt(parent.line());
      parent.expect("alive");
      parent.expectExit(3);
      Eventually.until("the child has ended", () -> ProcFs.hasEnded(child));
      assertThat(Files.readString(will)).isEqualTo("1\n");
    }
  }

  /// A signal at the end of the thread would have a lower number than USR1, and so be taken first.
  @ParameterizedTest(name = "SPAWN-22 the child outlives the {0} thread that started it")
  @CsvSource({"platform", "virtual"})
  void childOutlivesTheThreadThatStartedIt(String kind) throws Exception {
    Path will = folder.resolve("will");
    try (ChildJvm parent = parent(kind, "HUP", will)) {
      int child = Integer.parseInt(parent.line());
      parent.expect("alive");
      assertThat(will).doesNotExist();
      Peer.kill("KILL", parent.pid());
      Eventually.until("the child has ended", () -> ProcFs.hasEnded(child));
      assertThat(Files.readString(will)).isEqualTo("1\n");
    }
  }

  /// Kills a parent in the middle of a start, and sees that no child stays.
  @Test
  @DisplayName("SPAWN-22 no child stays of a parent that was killed while it started children")
  void noMomentIsTooEarly() throws Exception {
    String mark = "60." + ProcessHandle.current().pid();
    for (int round = 0; round < 3; round++) {
      try (ChildJvm parent = ChildJvm.start(Starting.class, mark)) {
        parent.expect("started 20");
        Peer.kill("KILL", parent.pid());
        Eventually.until("no child is there", () -> countRunning(mark) == 0);
      }
    }
  }

  private static long countRunning(String mark) throws IOException {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      return processes.filter(process -> runs(process, mark)).count();
    }
  }

  private static boolean runs(Path process, String mark) {
    try {
      // A child has the arguments of the parent until it has executed something.
      String line = Files.readString(process.resolve("cmdline"), US_ASCII);
      return line.equals("sleep\0" + mark + "\0");
    } catch (IOException _) {
      return false; // no process, or one that has just ended
    }
  }

  /// Starts children one after the other, for ever.
  static final class Starting {
    private Starting() {}

    public static void main(String[] args) throws Exception {
      Spawn sleep = Spawn.of("sleep", args[0]).endWithParent(Signal.KILL);
      for (int started = 1; ; started++) {
        Child child = sleep.start();
        if (started == 20) {
          System.out.println("started 20");
        }
        child.send(Signal.KILL);
      }
    }
  }

  private static ChildJvm parent(String kind, String signal, Path will) throws Exception {
    CProgram heir = CProgram.compile(EndWithParentTest.class, "/c/heir.c");
    return ChildJvm.start(Parent.class, kind, signal, heir.path().toString(), will.toString());
  }

  /// Starts a child, in a thread that has ended when it tells of the child.
  static final class Parent {
    private Parent() {}

    public static void main(String[] args) throws Exception {
      Spawn heir = Spawn.of(args[2], args[3]).stdout(Stdio.pipe());
      if (args[1].equals("default")) {
        heir.endWithParent();
      } else {
        heir.endWithParent(Signal.parse(args[1]));
      }
      Child child =
          switch (args[0]) {
            case "platform" -> startedBy(Thread.ofPlatform(), heir);
            case "virtual" -> startedBy(Thread.ofVirtual(), heir);
            default -> heir.start();
          };
      System.out.println(child.pid());
      assertThat(answer(child, "ready")).isEqualTo("ready");
      child.send(Signal.USR1);
      System.out.println(answer(child, "alive"));
      switch (args[0]) {
        case "exit" -> System.exit(3);
        case "halt" -> Runtime.getRuntime().halt(3);
        default -> Thread.sleep(Long.MAX_VALUE);
      }
    }

    private static Child startedBy(Thread.Builder threads, Spawn spawn) throws Exception {
      List<Path> places = new ArrayList<>();
      FutureTask<Child> start =
          new FutureTask<>(() -> {
            places.add(Path.of("/proc/thread-self").toRealPath());
            return spawn.start();
          });
      Thread thread = threads.start(start);
      Child child = start.get();
      thread.join();
      if (!thread.isVirtual()) { // whose carrier continues
        Eventually.until("the thread is gone", () -> !Files.exists(places.getFirst()));
      }
      return child;
    }

    private static String answer(Child child, String expected) throws IOException {
      return new String(child.stdout().readNBytes(expected.length() + 1), US_ASCII).strip();
    }
  }
}
