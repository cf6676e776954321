package dev.signalman.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalman.Signal;
import dev.signalman.io.Fd;
import dev.signalman.loop.EventLoop;
import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ChildTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private static Spawn waiting(int code) {
    return Spawn.of("sh", "-c", "read wait; exit " + code).stdin(Stdio.pipe());
  }

  @Test
  @DisplayName(
      "CHLD-07 waiting for one child does not affect others, and its status can be read again")
  void oneOfMany() throws Exception {
    List<Child> children = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      children.add(waiting(i).start());
    }
    Child middle = children.get(12);
    middle.stdin().close();
    ExitStatus status = middle.waitFor();
    assertThat(status.shellStatus()).isEqualTo(12);
    assertThat(middle.waitFor()).isSameAs(status);
    assertThat(middle.waitFor(Duration.ZERO)).isSameAs(status);
    assertThat(middle.onExit().get()).isSameAs(status);
    for (int i = 0; i < 25; i++) {
      assertThat(children.get(i).isAlive()).isEqualTo(i != 12);
      children.get(i).stdin().close();
      assertThat(children.get(i).waitFor().shellStatus()).isEqualTo(i);
    }
  }

  @Test
  @DisplayName("CHLD-24 threads that wait for one child all see its status")
  void manyWaiters() throws Exception {
    Child child = Spawn.of("sleep", "60").start();
    List<FutureTask<ExitStatus>> waits = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      FutureTask<ExitStatus> wait = new FutureTask<>(child::waitFor);
      waits.add(wait);
      threads.add((i % 2 == 0 ? Thread.ofPlatform() : Thread.ofVirtual()).start(wait));
    }
    for (Thread thread : threads) {
      Eventually.until("waits", () -> waits(thread));
    }
    child.send(Signal.KILL);
    for (FutureTask<ExitStatus> wait : waits) {
      assertThat(wait.get()).isSameAs(child.waitFor()).hasToString("killed by signal SIGKILL (9)");
    }
  }

  /// In the kernel, or for somebody who does.
  private static boolean waits(Thread thread) {
    return Set.of(Thread.State.WAITING, Thread.State.TIMED_WAITING).contains(thread.getState())
        || Stream.of(thread.getStackTrace())
            .anyMatch(frame -> frame.getMethodName().startsWith("epoll_"));
  }

  @Test
  void waitsAreLimitedAndInterruptible() throws Exception {
    Child child = waiting(0).start();
    assertThat(child.waitFor(Duration.ofMillis(1))).isNull();
    assertThat(child.waitFor(Duration.ofSeconds(-1))).isNull();
    FutureTask<ExitStatus> wait =
        new FutureTask<>(() -> child.waitFor(Duration.ofSeconds(Long.MAX_VALUE)));
    Thread thread = Thread.ofPlatform().start(wait);
    Eventually.until("waits", () -> waits(thread));
    thread.interrupt();
    assertThatThrownBy(wait::get).hasCauseInstanceOf(InterruptedException.class);
    assertThat(child.isAlive()).isTrue();
    child.stdin().close();
    assertThat(child.waitFor().isSuccess()).isTrue();
    assertThat(child.isAlive()).isFalse();
  }

  @Test
  void anInterruptedWaitLeavesTheChildToTheOthers() throws Exception {
    Child child = waiting(3).start();
    FutureTask<ExitStatus> first = new FutureTask<>(child::waitFor);
    Thread interrupted = Thread.ofPlatform().start(first);
    Eventually.until("waits", () -> waits(interrupted));
    FutureTask<ExitStatus> second = new FutureTask<>(child::waitFor);
    Thread patient = Thread.ofPlatform().start(second);
    Eventually.until("waits", () -> waits(patient));
    interrupted.interrupt();
    assertThatThrownBy(first::get).hasCauseInstanceOf(InterruptedException.class);
    child.stdin().close();
    assertThat(second.get().shellStatus()).isEqualTo(3);
  }

  @Test
  @DisplayName("LIFE-12: stops, continuations and the end are waited for")
  void stopsAndContinuationsAreWaitedFor() throws Exception {
    Child child = waiting(5).start();
    assertThat(child.waitForChange(Duration.ZERO)).isNull();
    child.send(Signal.STOP);
    assertThat(child.waitForChange(LONG)).isEqualTo(new ChildChange.Stopped(Signal.STOP));
    assertThat(child.waitForChange(Duration.ofMillis(1))).isNull();
    child.send(Signal.CONT);
    assertThat(child.waitForChange(LONG)).isEqualTo(new ChildChange.Continued());
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> child.waitForChange(LONG)).isInstanceOf(InterruptedException.class);
    child.stdin().close();
    assertThat(child.waitForChange(LONG)).hasToString("exited with code 5");
    assertThat(child.waitForChange(LONG)).isEqualTo(new ChildChange.Ended(child.waitFor()));
  }

  @Test
  @DisplayName("LIFE-13: closing a child closes its pipes and ends nothing else")
  void closingClosesThePipesAlone() throws Exception {
    Child child;
    try (Child cat =
        Spawn.of("sh", "-c", "cat; exit 7").stdin(Stdio.pipe()).stdout(Stdio.pipe()).start()) {
      child = cat;
    }
    assertThat(child.end(0).isOpen()).isFalse();
    assertThat(child.end(1).isOpen()).isFalse();
    assertThat(child.waitFor().shellStatus()).isEqualTo(7);
    child.close();
    Child other = Spawn.of("sleep", "1000").start();
    other.close();
    assertThat(other.isAlive()).isTrue();
    other.send(Signal.KILL);
    other.waitFor();
    other.close();
  }

  @Test
  @DisplayName("LIFE-14: a copy of a child's descriptor becomes readable when the child ends")
  void itsDescriptorCanBeLent() throws Exception {
    Child child = waiting(0).start();
    try (Fd pidfd = child.pidfd();
        EventLoop loop = EventLoop.open()) {
      loop.onReadable(pidfd, loop::stop);
      child.stdin().close();
      loop.run();
      child.waitFor();
      assertThat(pidfd.isOpen()).isTrue();
    }
    assertThatThrownBy(child::pidfd).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void futuresAreTheirOwners() throws Exception {
    Child child = waiting(5).start();
    CompletableFuture<ExitStatus> cancelled = child.onExit();
    cancelled.cancel(true);
    child.onExit().complete(new ExitStatus.Exited(9, noUsage()));
    CompletableFuture<String> dependent =
        child.onExit().thenApply(status -> Thread.currentThread().getName());
    CompletableFuture<String> elsewhere =
        child
            .onExit(task -> Thread.ofPlatform().name("elsewhere").start(task))
            .thenApply(status -> status + " " + Thread.currentThread().getName());
    child.stdin().close();
    assertThat(child.waitFor().shellStatus()).isEqualTo(5);
    assertThat(dependent.get()).isNotEqualTo("signalman-reaper");
    assertThat(elsewhere.get()).isEqualTo("exited with code 5 elsewhere");
  }

  @Test
  void aCancelledFutureIsForgottenWhileTheChildRuns() throws Exception {
    Child child = waiting(0).start();
    WeakReference<CompletableFuture<ExitStatus>> asked = cancelled(child);
    Eventually.until(
        "nobody knows the future",
        () -> {
          System.gc();
          return asked.refersTo(null);
        });
    child.stdin().close();
    assertThat(child.waitFor().isSuccess()).isTrue();
  }

  private static WeakReference<CompletableFuture<ExitStatus>> cancelled(Child child) {
    CompletableFuture<ExitStatus> future = child.onExit();
    future.cancel(false);
    return new WeakReference<>(future);
  }

  private static ResourceUsage noUsage() {
    return new ResourceUsage(Duration.ZERO, Duration.ZERO, 0);
  }

  @Test
  void noZombieStaysThoughNobodyWaits() throws Exception {
    int pid = Spawn.of("true").start().pid();
    Eventually.until("is gone", () -> !Files.exists(Path.of("/proc/" + pid)));
  }

  @Test
  @DisplayName("SPAWN-18 a grandchild that holds the pipe delays nothing")
  void grandchildHoldsThePipe() throws Exception {
    Child child =
        Spawn.of("sh", "-c", "sleep 600 & echo $!; exit 7")
            .stdout(Stdio.pipe())
            .stderr(Stdio.merged())
            .start();
    assertThat(child.waitFor().shellStatus()).isEqualTo(7);
    ByteBuffer text = ByteBuffer.allocate(100);
    assertThat(child.end(1).readAvailable(text)).isPositive();
    assertThat(child.end(1).readAvailable(text)).isZero(); // open, but nothing there
    String grandchild = UTF_8.decode(text.flip()).toString().strip();
    FutureTask<byte[]> reading = new FutureTask<>(() -> child.stdout().readAllBytes());
    Thread.ofVirtual().start(reading);
    child.stdout().close();
    assertThatThrownBy(reading::get).hasCauseInstanceOf(ClosedChannelException.class);
    Peer.kill("KILL", Long.parseLong(grandchild));
  }

  @Test
  @DisplayName("SPAWN-19 a child that ignores INT and TERM is killed after the grace period")
  void escalation() throws Exception {
    Child child =
        Spawn.of("sh", "-c", "trap '' INT TERM; echo ready; while :; do sleep 60; done")
            .stdout(Stdio.pipe())
            .newGroup()
            .start();
    child.stdout().readNBytes("ready\n".length());
    child.send(Signal.INT);
    assertThat(child.stop(Duration.ofMillis(50))).hasToString("killed by signal SIGKILL (9)");
    assertThat(child.stop(Duration.ofMillis(50))).hasToString("killed by signal SIGKILL (9)");
    Peer.sh("kill -s KILL -- -$1", "" + child.pid()); // its sleep
    child.stdout().close();
    Child polite = Spawn.of("sleep", "60").start();
    assertThat(polite.stop(Duration.ofSeconds(30))).hasToString("killed by signal SIGTERM (15)");
  }

  @Test
  void showsItselfItsTreeAndItsHandle() throws Exception {
    Child child =
        Spawn.of("sh", "-c", "sh -c 'sleep 60 & echo $!; wait' & wait")
            .stdout(Stdio.pipe())
            .newGroup()
            .start();
    long sleeper = Long.parseLong(new String(readLine(child.end(1)), UTF_8));
    assertThat(child.tree().map(ProcessHandle::pid)).hasSize(2).contains(sleeper);
    assertThat(child.toHandle().pid()).isEqualTo(child.pid());
    assertThat(child.toHandle().parent()).contains(ProcessHandle.current());
    assertThat(child)
        .hasToString("Child " + child.pid() + " [sh, -c, sh -c 'sleep 60 & echo $!; wait' & wait]");
    CompletableFuture<ProcessHandle> seenByTheJdk = child.toHandle().onExit();
    Peer.sh("kill -s TERM -- -$1", "" + child.pid());
    assertThat(child.waitFor()).hasToString("killed by signal SIGTERM (15)");
    seenByTheJdk.join();
    assertThat(child.tree()).isEmpty();
    assertThatThrownBy(child::toHandle)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageEndingWith("has ended");
    child.stdout().close();
  }

  private static byte[] readLine(Fd fd) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = fd.in().read(); c != '\n'; c = fd.in().read()) {
      line.write(c);
    }
    return line.toByteArray();
  }

  @Test
  void aChildThatIsTracedIsReportedWhenItsTracerHasTakenNote() throws Exception {
    CProgram tracer = CProgram.compile(ChildTest.class, "/c/tracer.c");
    Child child = waiting(3).start();
    try (ChildProgram tracing = tracer.start("" + child.pid())) {
      Assumptions.assumeTrue(
          tracing.line().equals("tracing"), "skipped: this system lets nobody trace processes");
      child.stdin().close();
      tracing.expect("ended");
      long before = reaperSwitches();
      Thread.sleep(100); // while the tracer holds the child; the reaper sleeps
      assertThat(reaperSwitches() - before).isLessThan(10);
      assertThat(child.isAlive()).isTrue();
      tracing.send("");
      assertThat(child.waitFor().shellStatus()).isEqualTo(3);
    }
  }

  private static long reaperSwitches() throws Exception {
    long pid = ProcessHandle.current().pid();
    for (long tid : ProcFs.threads(pid)) {
      if (ProcFs.threadName(pid, tid).equals("signalman-reape")) {
        return ProcFs.voluntarySwitches(pid, tid);
      }
    }
    throw new AssertionError("no reaper");
  }

  @Test
  @DisplayName("SPAWN-14 writing to a child that ended without reading fails with EPIPE")
  void childThatDoesNotRead() throws Exception {
    Child child = Spawn.of("sh", "-c", "exit 0").stdin(Stdio.pipe()).start();
    assertThatThrownBy(() -> child.stdin().write(new byte[10 << 20]))
        .isInstanceOf(IOException.class)
        .hasMessage("write(write end of a pipe): EPIPE (Broken pipe)");
    child.stdin().close();
    assertThat(child.waitFor().isSuccess()).isTrue();
  }
}
