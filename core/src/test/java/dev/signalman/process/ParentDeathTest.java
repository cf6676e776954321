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
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Children that ask the kernel for a signal when their parent ends (prctl(2)), which means the
/// thread that started them.
class ParentDeathTest {
  @Test
  @DisplayName("SPAWN-20 a child outlives the thread that asked for it, but not the process")
  void outlivesTheThreadThatAskedForIt() throws Exception {
    CProgram mourner = CProgram.compile(ParentDeathTest.class, "/c/mourner.c");
    try (ChildJvm parent = ChildJvm.start(Parent.class, mourner.path().toString())) {
      List<Long> pids = new ArrayList<>();
      for (String kind : List.of("platform", "virtual")) {
        String[] words = parent.line().split(" ", -1);
        assertThat(words[0] + " " + words[2]).isEqualTo(kind + " alive");
        pids.add(Long.parseLong(words[1]));
      }
      Peer.kill("KILL", parent.pid());
      for (long pid : pids) {
        Eventually.until("child " + pid + " ends", () -> ProcFs.hasEnded(pid));
      }
    }
  }

  @Test
  @DisplayName("SPAWN-20 a child that main has started outlives main, but not the process")
  void outlivesMain() throws Exception {
    CProgram mourner = CProgram.compile(ParentDeathTest.class, "/c/mourner.c");
    try (ChildJvm parent = ChildJvm.start(ShortMain.class, mourner.path().toString())) {
      String[] words = parent.line().split(" ", -1);
      assertThat(words[1]).isEqualTo("alive");
      Peer.kill("KILL", parent.pid());
      Eventually.until("the child ends", () -> ProcFs.hasEnded(Long.parseLong(words[0])));
    }
  }

  /// Starts a child in the thread of `main`, which then ends while the program continues.
  static final class ShortMain {
    private ShortMain() {}

    public static void main(String[] args) throws Exception {
      Thread main = Thread.currentThread();
      long thread =
          Long.parseLong(Path.of("/proc/thread-self").toRealPath().getFileName().toString());
      Child child = Spawn.of(args[0]).stdout(Stdio.pipe()).start();
      child.stdout().readNBytes("ready\n".length());
      assertThat(hasThread("signalman-spawn")).isFalse();
      Thread.ofPlatform().start(() -> afterMain(main, thread, child));
    }

    private static void afterMain(Thread main, long thread, Child child) {
      try {
        main.join(); // which it can be before its thread has left it
        Eventually.until(
            "the launcher waits in the thread of main for the end of the VM",
            () -> hasThread("DestroyJavaVM") && isAsleep(thread));
        child.send(Signal.USR1);
        String answer = new String(child.stdout().readNBytes("alive\n".length()), US_ASCII);
        System.out.println(child.pid() + " " + answer.strip());
        Thread.sleep(Long.MAX_VALUE);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    private static boolean isAsleep(long thread) throws IOException {
      return ProcFs.thread(ProcessHandle.current().pid(), thread).state() == 'S';
    }

    private static boolean hasThread(String name) {
      return Thread.getAllStackTraces().keySet().stream()
          .anyMatch(thread -> thread.getName().equals(name));
    }
  }

  /// Starts children in threads that end.
  static final class Parent {
    private Parent() {}

    public static void main(String[] args) throws Exception {
      for (Thread.Builder threads : List.of(Thread.ofPlatform(), Thread.ofVirtual())) {
        Path[] thread = new Path[1];
        FutureTask<Child> start =
            new FutureTask<>(() -> {
              thread[0] = Path.of("/proc/thread-self").toRealPath();
              Child child = Spawn.of(args[0]).stdout(Stdio.pipe()).start();
              child.stdout().readNBytes("ready\n".length());
              return child;
            });
        Thread running = threads.start(start);
        Child child = start.get();
        running.join();
        if (!running.isVirtual()) { // whose carrier goes on
          Eventually.until("the thread is gone", () -> !Files.exists(thread[0]));
        }
        // A signal for the thread's end has a lower number than this one, and would come first.
        child.send(Signal.USR1);
        String answer = new String(child.stdout().readNBytes("alive\n".length()), US_ASCII).strip();
        String kind = running.isVirtual() ? "virtual" : "platform";
        System.out.println(kind + " " + child.pid() + " " + answer);
      }
      Thread.sleep(Long.MAX_VALUE);
    }
  }
}
