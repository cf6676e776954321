package dev.signalman.process;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.loop.EventLoop;
import dev.signalman.signal.Signals;
import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.ProcFs;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
  @DisplayName("LIFE-11: without descriptors of processes children are held by their pids")
  @ValueSource(strings = {"434", "434:1", "424:1"})
  void withoutDescriptorsOfProcessesChildrenAreHeldByTheirPids(String denied) throws Exception {
    CProgram deny = CProgram.compile(ReaperTest.class, "/c/deny.c");
    try (ChildJvm child =
        ChildJvm.of(HeldByPid.class).prefix(deny.path().toString(), denied).start()) {
      child.expect(
          "children false", "exited with code 7", "time null", "stopped by signal SIGSTOP");
      child.expect(
          "continued", "no descriptor", "killed by signal SIGTERM (15), by us true", "sent false");
      child.expect("group out of reach", "loop exited with code 3", "50 exact");
      child.expect("refused: pidfd_open or pidfd_send_signal, which orphans need");
      child.expectExit(0);
    }
  }

  static final class HeldByPid {
    private HeldByPid() {}

    public static void main(String[] args) throws Exception {
      System.out.println("children " + Signals.capabilities().children());
      System.out.println(Spawn.of("sh", "-c", "exit 7").start().waitFor());
      Child sleep = Spawn.of("sleep", "1000").newGroup().start();
      System.out.println("time " + sleep.waitFor(Duration.ofMillis(50)));
      sleep.group().send(Signal.STOP);
      System.out.println(sleep.waitForChange(LONG));
      sleep.send(Signal.CONT);
      System.out.println(sleep.waitForChange(LONG));
      try {
        sleep.pidfd().close();
      } catch (UnsupportedOperationException _) {
        System.out.println("no descriptor");
      }
      sleep.send(Signal.TERM, 5);
      ExitStatus status = sleep.waitFor();
      System.out.println(status + ", by us " + status.endedByUs());
      System.out.println("sent " + sleep.send(Signal.TERM));
      try {
        System.out.println("group empty " + sleep.group().isEmpty());
      } catch (UnsupportedOperationException _) {
        System.out.println("group out of reach");
      }
      inLoop();
      int exact = 0;
      Child[] many = new Child[50];
      for (int i = 0; i < many.length; i++) {
        many[i] = Spawn.of("sh", "-c", "exit " + i).start();
      }
      for (int i = 0; i < many.length; i++) {
        exact += many[i].waitFor().shellStatus() == i ? 1 : 0;
      }
      System.out.println(exact + " exact");
      try {
        Orphans.adopt().close();
      } catch (PosixException e) {
        String call =
            String.valueOf(e.getMessage()).replaceAll("^pidfd_(open|send_signal),", "CALL,");
        System.out.println(
            "refused: "
                + call.replace("CALL", "pidfd_open or pidfd_send_signal").replaceAll(" [(].*", ""));
      }
    }

    private static void inLoop() throws Exception {
      try (EventLoop loop = EventLoop.open()) {
        loop.onExit(
            Spawn.of("sh", "-c", "sleep 0.1; exit 3").start(),
            status -> {
              System.out.println("loop " + status);
              loop.stop();
            });
        loop.run();
      }
    }
  }

  /// A child that was waited for by somebody else before it could be held.
  @Test
  @DisplayName(
      "LIFE-09: a status taken during a start is reported with the program and harms no process")
  void aTheftDuringTheStartNamesTheProgram() throws Exception {
    SpawnPlan spawn = Spawn.of("sh", "-c", "exit 3").stdin(Stdio.pipe()).plan();
    Reaper reaper = ReaperService.take();
    int ours = (int) ProcessHandle.current().pid(); // as if another process had the pid by now
    for (int pid : new int[] {Reaper.NOBODYS_CHILD, ours}) {
      Wiring wiring = Wiring.of(spawn);
      assertThatThrownBy(() -> Child.of(pid, wiring, spawn, reaper))
          .isInstanceOf(PosixException.class)
          .hasMessageStartingWith("start sh, whose process " + pid + " has ended")
          .hasMessageEndingWith("ECHILD (No child processes)");
      wiring.closeParentEnds();
      wiring.close();
    }
    ReaperService.release();
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
  void theFutureFailsWithTheExceptionOfTheExecutor() throws Exception {
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
  void allFuturesAreCompletedWithoutAThreadForTheirActions() throws Exception {
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
