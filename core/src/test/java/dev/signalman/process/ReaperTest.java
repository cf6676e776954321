package dev.signalman.process;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.PosixException;
import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.ProcFs;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReaperTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  private static Thread reaper() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("signalman-reaper"))
        .findAny()
        .orElseThrow();
  }

  /// The numbers of the system calls are the same on all machines.
  @ParameterizedTest
  @CsvSource({
    "434, pidfd_open, ENOSYS (Function not implemented)",
    "434:1, pidfd_open, EPERM (Operation not permitted)",
    "424:1, pidfd_send_signal, EPERM (Operation not permitted)"
  })
  void withoutDescriptorsOfProcessesNothingIsStarted(String denied, String call, String reason)
      throws Exception {
    try (ChildJvm child = denied(denied)) {
      child.expect(
          call
              + ", which children need (Linux 5.4, and no filter that refuses it: in a container, a"
              + " newer runtime or a seccomp profile that allows it): "
              + reason);
      child.expectExit(0);
    }
  }

  /// The C library then closes one descriptor after the other.
  @ParameterizedTest
  @ValueSource(strings = {"436", "436:1"})
  void withoutCloseRangeChildrenStillHaveNothingThatIsNotNamed(String denied) throws Exception {
    try (ChildJvm child = denied(denied)) {
      child.expect("exited with code 0 [0, 1, 2]");
      child.expectExit(0);
    }
  }

  private static ChildJvm denied(String systemCall) throws Exception {
    CProgram deny = CProgram.compile(ReaperTest.class, "/c/deny.c");
    return ChildJvm.of(Starting.class).prefix(deny.path().toString(), systemCall).start();
  }

  /// Shows what comes of a start.
  static final class Starting {
    private Starting() {}

    public static void main(String[] args) throws Exception {
      try {
        Child child = Spawn.of("cat").stdin(Stdio.pipe()).start();
        Set<Integer> descriptors = ProcFs.descriptors(child.pid()).keySet();
        child.stdin().close();
        System.out.println(child.waitFor() + " " + descriptors);
      } catch (PosixException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  void whatAnExecutorThrowsIsWhatTheFutureFailsWith() throws Exception {
    IOException undeclared = new IOException("no declaration");
    Child first = Spawn.of("cat").stdin(Stdio.pipe()).start();
    CompletableFuture<ExitStatus> told =
        first.onExit(_ -> {
          throw ReaperTest.<RuntimeException>sneaky(undeclared);
        });
    first.stdin().close();
    assertThat(told).failsWithin(LONG).withThrowableThat().withCause(undeclared);

    Child second = Spawn.of("cat").stdin(Stdio.pipe()).start();
    CompletableFuture<ExitStatus> end = second.onExit();
    second.stdin().close();
    assertThat(end).succeedsWithin(LONG).matches(ExitStatus::isSuccess);
  }

  @Test
  void withoutAnyThreadToTellItInEverybodyIsToldAllTheSame() throws Exception {
    String factory = "-Djava.util.concurrent.ForkJoinPool.common.threadFactory=";
    try (ChildJvm child =
        ChildJvm.of(NobodyToTell.class).vm(factory + NoThreads.class.getName()).start()) {
      child.expect("OutOfMemoryError", "exited with code 0");
      child.expectExit(0);
    }
  }

  /// A common pool that cannot start a thread.
  public static final class NoThreads implements ForkJoinPool.ForkJoinWorkerThreadFactory {
    @Override
    public ForkJoinWorkerThread newThread(ForkJoinPool pool) {
      throw new OutOfMemoryError("unable to create native thread");
    }
  }

  static final class NobodyToTell {
    private NobodyToTell() {}

    public static void main(String[] args) throws Exception {
      Child child = Spawn.of("cat").stdin(Stdio.pipe()).start();
      CompletableFuture<ExitStatus> first = child.onExit();
      CompletableFuture<ExitStatus> second = child.onExit(Runnable::run);
      child.stdin().close();
      Throwable failure = first.handle((_, thrown) -> thrown).get(20, SECONDS);
      System.out.println(failure.getClass().getSimpleName());
      System.out.println(second.get(20, SECONDS));
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // that is the trick
  private static <T extends Throwable> T sneaky(Throwable thrown) throws T {
    throw (T) thrown;
  }

  /// As when the VM begins to go down, and a shutdown hook waits for a child.
  @Test
  void anInterruptionWhileAChildEndsLosesNoStatus() throws Exception {
    assertThat(Spawn.of("true").start().waitFor().isSuccess()).isTrue();
    Thread reaper = reaper();
    Thread nuisance =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              while (!Thread.currentThread().isInterrupted()) {
                reaper.interrupt();
                Thread.onSpinWait();
              }
            });
    try {
      for (int i = 0; i < 200; i++) {
        Child child = Spawn.of("true").start();
        // Not waitFor(), which leaves the reaper out.
        assertThat(child.onExit()).as("status of child " + i).succeedsWithin(LONG);
      }
    } finally {
      nuisance.interrupt();
      nuisance.join();
    }
  }
}
