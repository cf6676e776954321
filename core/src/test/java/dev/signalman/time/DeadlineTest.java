package dev.signalman.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Deadlines interrupt their own thread and nothing else, so they need no child; those on a signal
/// do.
class DeadlineTest {
  private static final Duration SHORT = Duration.ofMillis(30);
  private static final Duration LONG = Duration.ofMinutes(10);

  /// Each test has a thread of its own, so that no interrupt is left to another.
  private static void check(Runnable test) throws Exception {
    FutureTask<Boolean> task =
        new FutureTask<>(() -> {
          test.run();
          return Thread.interrupted();
        });
    Thread.ofPlatform().start(task);
    assertThat(task.get(60, TimeUnit.SECONDS)).as("interrupted afterwards").isFalse();
  }

  @Test
  @DisplayName("LIFE-07: a deadline that could not be cancelled interrupts no thread afterwards")
  void endsThoughItsWatchCannotBeEnded() throws Exception {
    check(() -> {
      RuntimeException refused = new IllegalStateException("refused");
      Runnable[] exceed = new Runnable[1];
      Function<Deadline, Runnable> start =
          deadline -> {
            exceed[0] = deadline::exceed;
            return () -> {
              throw refused;
            };
          };
      Deadline deadline = Deadline.begin("over", start);
      assertThatThrownBy(deadline::close).isSameAs(refused);
      exceed[0].run();
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
      Deadline exceeded = Deadline.begin("over", start);
      exceed[0].run();
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
      assertThatThrownBy(exceeded::close)
          .isInstanceOf(DeadlineExceededException.class)
          .hasSuppressedException(refused);
    });
  }

  private interface Work {
    void run() throws Exception;
  }

  private static void within(Duration limit, Work work) throws Exception {
    try (Deadline _ = Deadline.after(limit)) {
      work.run();
    }
  }

  private static void sleepForEver() throws InterruptedException {
    new CountDownLatch(1).await();
  }

  private static void swallowInterrupt() {
    try {
      sleepForEver();
    } catch (InterruptedException _) {
      // as careless code does
    }
  }

  @Test
  void endsABlockingCallAndSaysWhy() throws Exception {
    check(() -> {
      long start = System.nanoTime();
      assertThatThrownBy(() -> within(SHORT, DeadlineTest::sleepForEver))
          .isInstanceOf(InterruptedException.class)
          .satisfies(thrown ->
              assertThat(thrown.getSuppressed())
                  .singleElement()
                  .isInstanceOf(DeadlineExceededException.class)
                  .asString()
                  .endsWith("the deadline of PT0.03S is over"));
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(SHORT.toNanos());
    });
  }

  @Test
  void saysSoWhenTheWorkSwallowsTheInterrupt() throws Exception {
    check(() ->
        assertThatThrownBy(() -> within(SHORT, DeadlineTest::swallowInterrupt))
            .isInstanceOf(DeadlineExceededException.class)
            .hasMessage("the deadline of PT0.03S is over"));
  }

  @Test
  void leavesNoInterruptWhenTheWorkDoesNotBlock() throws Exception {
    check(() ->
        assertThatThrownBy(() ->
                within(
                    SHORT,
                    () -> {
                      while (!Thread.currentThread().isInterrupted()) {
                        Thread.onSpinWait();
                      }
                    }))
            .isInstanceOf(DeadlineExceededException.class));
  }

  @Test
  void isSilentWhenTheWorkIsInTime() throws Exception {
    check(() -> {
      try (Deadline deadline = Deadline.after(LONG)) {
        assertThat(deadline.isExceeded()).isFalse();
      }
    });
  }

  @Test
  void zeroIsOverAtOnce() throws Exception {
    check(() ->
        assertThatThrownBy(() -> within(Duration.ZERO, DeadlineTest::sleepForEver))
            .isInstanceOf(InterruptedException.class));
  }

  /// The work ends when the time is over, give or take: whichever comes first, no interrupt is
  /// left.
  @Test
  void leavesNoInterruptWhenBothEndAtOnce() throws Exception {
    check(() -> {
      for (int i = 0; i < 2_000; i++) {
        long end = System.nanoTime() + 50_000;
        try (Deadline _ = Deadline.after(Duration.ofNanos(50_000))) {
          while (System.nanoTime() - end < i % 20 * 1_000L) {
            Thread.onSpinWait();
          }
        } catch (DeadlineExceededException _) {
          // one of the two
        }
        assertThat(Thread.interrupted()).as("round %d", i).isFalse();
      }
    });
  }

  @Test
  void innerDeadlineEndsTheInnerWorkOnly() throws Exception {
    check(() -> {
      try (Deadline outer = Deadline.after(LONG)) {
        assertThatThrownBy(() -> within(SHORT, DeadlineTest::swallowInterrupt))
            .isInstanceOf(DeadlineExceededException.class);
        assertThat(outer.isExceeded()).isFalse();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
      }
    });
  }

  @Test
  void outerDeadlineEndsTheInnerWorkToo() throws Exception {
    check(() ->
        assertThatThrownBy(() -> within(SHORT, () -> within(LONG, DeadlineTest::sleepForEver)))
            .isInstanceOf(InterruptedException.class)
            .satisfies(thrown -> assertThat(thrown.getSuppressed()).hasSize(1)));
  }

  /// One interrupt stood for both.
  @Test
  void outerDeadlineIsNotForgottenWhenBothAreOver() throws Exception {
    check(() ->
        assertThatThrownBy(
                () -> {
                  try (Deadline outer = Deadline.after(SHORT)) {
                    assertThatThrownBy(() ->
                            within(
                                Duration.ofMillis(1),
                                () -> {
                                  while (!outer.isExceeded()) {
                                    Thread.onSpinWait();
                                  }
                                  swallowInterrupt();
                                }))
                        .isInstanceOf(DeadlineExceededException.class);
                    sleepForEver();
                  }
                })
            .isInstanceOf(InterruptedException.class)
            .satisfies(thrown -> assertThat(thrown.getSuppressed()).hasSize(1)));
  }

  @Test
  void interruptOfSomebodyElseIsKept() throws Exception {
    check(() -> {
      Thread.currentThread().interrupt();
      assertThatThrownBy(
              () -> {
                try (Deadline deadline = Deadline.after(Duration.ofMillis(1))) {
                  while (!deadline.isExceeded()) {
                    Thread.onSpinWait();
                  }
                }
              })
          .isInstanceOf(DeadlineExceededException.class);
      assertThat(Thread.interrupted()).isTrue();
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> within(LONG, DeadlineTest::sleepForEver))
          .isInstanceOf(InterruptedException.class)
          .hasNoSuppressedExceptions();
    });
  }

  @Test
  void onlyItsOwnThreadMayCloseIt() throws Exception {
    check(() -> {
      try (Deadline deadline = Deadline.after(LONG)) {
        FutureTask<Void> other = new FutureTask<>(deadline::close, null);
        Thread.ofPlatform().start(other);
        assertThatThrownBy(other::get)
            .hasRootCauseInstanceOf(IllegalStateException.class)
            .hasRootCauseMessage("a deadline is closed by the thread that it bounds");
      }
    });
  }

  @Test
  void secondCloseDoesNothing() throws Exception {
    check(() -> {
      Deadline deadline = Deadline.after(Duration.ZERO);
      swallowInterrupt();
      assertThatThrownBy(deadline::close).isInstanceOf(DeadlineExceededException.class);
      Thread.currentThread().interrupt();
      deadline.close();
      assertThat(Thread.interrupted()).isTrue();
    });
  }

  @Test
  void badLimitsAreRefused() {
    assertThatThrownBy(() -> Deadline.after(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the limit cannot be negative: PT-0.000000001S");
    assertThatThrownBy(() -> Deadline.after(Duration.ofDays(300 * 366)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the limit cannot be longer than 292 years");
  }

  @Test
  void endsAReadFromAChannel() throws Exception {
    Pipe pipe = Pipe.open();
    try (Pipe.SourceChannel source = pipe.source();
        Pipe.SinkChannel _ = pipe.sink()) {
      check(() ->
          assertThatThrownBy(() -> within(SHORT, () -> source.read(ByteBuffer.allocate(1))))
              .isInstanceOf(ClosedByInterruptException.class));
    }
  }

  @Test
  void endsAReadFromASocketOnAVirtualThread() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket socket = new Socket(server.getInetAddress(), server.getLocalPort());
        InputStream in = socket.getInputStream()) {
      Callable<String> read =
          () -> {
            try {
              within(SHORT, in::read);
              return "read";
            } catch (SocketException e) {
              return e.getSuppressed()[0].getMessage() + Thread.currentThread().isInterrupted();
            }
          };
      FutureTask<String> task = new FutureTask<>(read);
      Thread.ofVirtual().start(task);
      assertThat(task.get(60, TimeUnit.SECONDS)).isEqualTo("the deadline of PT0.03S is overfalse");
    }
  }

  private static ChildJvm start(String doing) throws IOException {
    return ChildJvm.start(DeadlineProgram.class, doing);
  }

  @ParameterizedTest
  @ValueSource(strings = {"platform", "virtual"})
  void signalEndsTheWork(String thread) throws Exception {
    try (ChildJvm child = start(thread)) {
      child.expect("ready");
      Peer.kill("USR1", child.pid());
      child.expect("InterruptedException, SIGUSR1 came", "interrupted false", "USR1 is Default");
    }
  }

  @Test
  void signalThatDoesNotComeChangesNothing() throws Exception {
    try (ChildJvm child = start("notComing")) {
      child.expect("worked", "interrupted false", "USR1 is Default", "refused");
    }
  }

  @Test
  void interruptOnInterruptsUntilItIsClosed() throws Exception {
    try (ChildJvm child = start("interruptOn")) {
      for (int i = 0; i < 2; i++) {
        child.expect("ready");
        Peer.kill("USR1", child.pid());
        child.expect("interrupted");
      }
      child.expect("USR1 is Default");
    }
  }
}
