package dev.signalman.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Signal;
import dev.signalman.internal.wait.VmExit;
import dev.signalman.io.Pipe;
import dev.signalman.loop.EventLoop;
import dev.signalman.process.Child;
import dev.signalman.process.ExitStatus;
import dev.signalman.process.Spawn;
import dev.signalman.process.Stdio;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Threads of this library, and others in it, while the VM goes down.
class VmExitTest {
  private static final Set<String> READERS =
      Set.of(
          "signalman-reader",
          "signalman-handler",
          "signalman-reaper",
          "signalman-selector-waker",
          "reads",
          "takes",
          "loops",
          "waits");

  /// HotSpot would wait 300 ms for them otherwise, at every exit.
  @Test
  void noThreadStaysInNativeCode() throws Exception {
    try (ChildJvm child = ChildJvm.start(Exiting.class)) {
      child.expect("ready");
      child.expect("all rest in Java");
      assertThat(child.exit()).isZero();
    }
  }

  static final class Exiting {
    public static void main(String[] args) throws Exception {
      Signals.handle(Signal.USR1, info -> {});
      Signals.raise(Signal.USR1);
      Signals.pause(); // the handler thread starts with the first signal
      Spawn.of("true").start().waitFor();
      SelfPipe.open(Signal.USR2).wakeup(Selector.open());
      start("reads", () -> Pipe.open().readEnd().read(ByteBuffer.allocate(1)));
      start("takes", () -> SelfPipe.open(Signal.HUP).take());
      start(
          "loops",
          () -> {
            EventLoop.open().run();
            return true;
          });
      start("waits", () -> Spawn.of("cat").stdin(Stdio.pipe()).start().waitFor());
      Runtime.getRuntime().addShutdownHook(new Thread(Exiting::look));
      System.out.println("ready");
      System.exit(0);
    }

    private static void start(String name, Callable<?> action) throws Exception {
      Thread thread = Thread.ofPlatform().daemon().name(name).start(new FutureTask<>(action));
      Eventually.until(name, () -> inTheKernel(thread));
    }

    private static boolean inTheKernel(Thread thread) {
      return Stream.of(thread.getStackTrace())
          .anyMatch(frame -> frame.getMethodName().startsWith("epoll_"));
    }

    /// A thread in native code shows as RUNNABLE, whatever it waits for there.
    private static void look() {
      try {
        Eventually.until("rest", () -> restingReaders() == READERS.size());
        System.out.println("all rest in Java");
      } catch (Exception e) {
        System.out.println(e);
      }
    }

    private static long restingReaders() {
      return Thread.getAllStackTraces().keySet().stream()
          .filter(thread -> READERS.contains(thread.getName()))
          .filter(thread -> thread.getState() != Thread.State.RUNNABLE)
          .count();
    }
  }

  @Test
  void aShutdownHookMayTalkToAChild() throws Exception {
    try (ChildJvm child = ChildJvm.start(Talking.class)) {
      child.expect("4000000 bytes came back");
      assertThat(child.exit()).isZero();
    }
  }

  static final class Talking {
    public static void main(String[] args) throws Exception {
      Child cat = Spawn.of("cat").stdin(Stdio.pipe()).stdout(Stdio.pipe()).start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> talk(cat)));
      System.exit(0);
    }

    private static void talk(Child cat) {
      try {
        Eventually.until("shutdown is known", VmExit::hasBegun);
        Thread writer = Thread.ofPlatform().start(() -> write(cat));
        byte[] back = cat.stdout().readAllBytes();
        writer.join();
        System.out.println(back.length + " bytes came back");
        cat.waitFor();
      } catch (Exception e) {
        System.out.println(e);
      }
    }

    private static void write(Child cat) {
      try (OutputStream out = cat.stdin()) {
        out.write(new byte[4_000_000]);
      } catch (IOException e) {
        System.out.println(e);
      }
    }
  }

  @Test
  void aWaitInAShutdownHookEndsWithItsTimeOrAnInterruption() throws Exception {
    try (ChildJvm child = ChildJvm.start(Waiting.class)) {
      child.expect("after its time: null", "interrupted: FAILED");
      assertThat(child.exit()).isZero();
    }
  }

  static final class Waiting {
    public static void main(String[] args) throws Exception {
      Child cat = Spawn.of("cat").stdin(Stdio.pipe()).start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> await(cat)));
      System.exit(0);
    }

    private static void await(Child cat) {
      try {
        Eventually.until("shutdown is known", VmExit::hasBegun);
        cat.waitFor(Duration.ofMillis(1)); // shutdown wakes it, as whoever waited already
        System.out.println("after its time: " + cat.waitFor(Duration.ofMillis(20)));
        FutureTask<ExitStatus> wait = new FutureTask<>(cat::waitFor);
        Thread thread = Thread.ofPlatform().start(wait);
        Eventually.until("naps", () -> thread.getState() == Thread.State.TIMED_WAITING);
        thread.interrupt();
        thread.join();
        System.out.println("interrupted: " + wait.state());
      } catch (Exception e) {
        System.out.println(e);
      }
    }
  }
}
