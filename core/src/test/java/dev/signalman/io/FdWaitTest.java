package dev.signalman.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalman.posix.FcntlH;
import dev.signalman.testkit.Eventually;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FdWaitTest {
  private static final int MORE_THAN_A_PIPE_HOLDS = 1 << 20;

  private static Pipe pipe(boolean blocking) throws Exception {
    Pipe pipe = Pipe.open();
    if (blocking) {
      pipe.readEnd().makeBlocking();
      pipe.writeEnd().makeBlocking();
    }
    return pipe;
  }

  @ParameterizedTest
  @CsvSource({"PLATFORM, false", "PLATFORM, true", "VIRTUAL, false", "VIRTUAL, true"})
  void readWaitsForData(Threads.Kind kind, boolean blocking) throws Exception {
    try (Pipe pipe = pipe(blocking)) {
      var reader = Threads.start(kind, () -> Bytes.read(pipe.readEnd())).awaitWaiting();
      pipe.writeEnd().write(Bytes.of("late"));
      assertThat(reader.get()).isEqualTo("late");
    }
  }

  @ParameterizedTest
  @CsvSource({"PLATFORM, false", "PLATFORM, true", "VIRTUAL, false", "VIRTUAL, true"})
  void closeEndsARead(Threads.Kind kind, boolean blocking) throws Exception {
    try (Pipe pipe = pipe(blocking)) {
      var reader = Threads.start(kind, () -> Bytes.read(pipe.readEnd())).awaitWaiting();
      pipe.readEnd().close();
      assertEndsWith(reader, ClosedChannelException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({"PLATFORM, false", "PLATFORM, true", "VIRTUAL, false", "VIRTUAL, true"})
  void closeEndsAWrite(Threads.Kind kind, boolean blocking) throws Exception {
    try (Pipe pipe = pipe(blocking)) {
      var writer = Threads.start(kind, () -> writeMuch(pipe.writeEnd())).awaitWaiting();
      pipe.writeEnd().close();
      assertEndsWith(writer, ClosedChannelException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({"PLATFORM, false", "PLATFORM, true", "VIRTUAL, false", "VIRTUAL, true"})
  void interruptEndsAReadAndNothingElse(Threads.Kind kind, boolean blocking) throws Exception {
    try (Pipe pipe = pipe(blocking)) {
      var reader =
          Threads.start(
              kind,
              () -> {
                assertThatThrownBy(() -> Bytes.read(pipe.readEnd()))
                    .isInstanceOf(InterruptedIOException.class);
                assertThat(Thread.interrupted()).isTrue();
                return Bytes.read(pipe.readEnd());
              });
      reader.awaitWaiting().thread().interrupt();
      Eventually.until("the first read has ended", () -> !reader.thread().isInterrupted());
      reader.awaitWaiting();
      pipe.writeEnd().write(Bytes.of("still open"));
      assertThat(reader.get()).isEqualTo("still open");
    }
  }

  @ParameterizedTest
  @CsvSource({"PLATFORM, false", "PLATFORM, true", "VIRTUAL, false", "VIRTUAL, true"})
  void interruptedWriteSaysHowMuchWasWritten(Threads.Kind kind, boolean blocking) throws Exception {
    try (Pipe pipe = pipe(blocking)) {
      ByteBuffer source = ByteBuffer.allocate(MORE_THAN_A_PIPE_HOLDS);
      var writer =
          Threads.start(
              kind,
              () -> {
                try {
                  pipe.writeEnd().write(source);
                  return -1;
                } catch (InterruptedIOException e) {
                  return e.bytesTransferred;
                }
              });
      writer.awaitWaiting().thread().interrupt();
      assertThat(writer.get()).isEqualTo(pipe.capacity()).isEqualTo(source.position());
    }
  }

  @ParameterizedTest
  @EnumSource
  void interruptEndsTheWaitForAnotherReader(Threads.Kind kind) throws Exception {
    try (Pipe pipe = pipe(false)) {
      var first = Threads.start(() -> Bytes.read(pipe.readEnd())).awaitWaiting();
      var second = Threads.start(kind, () -> Bytes.read(pipe.readEnd()));
      Eventually.until("waits", () -> second.thread().getState() == Thread.State.WAITING);
      second.thread().interrupt();
      Eventually.until("has ended", () -> second.task().isDone());
      assertEndsWith(second, InterruptedIOException.class);
      pipe.writeEnd().write(Bytes.of("for the first"));
      assertThat(first.get()).isEqualTo("for the first");
    }
  }

  @Test
  void availableBytesAreReadOrRefusedWithoutWaitingForAnotherThread() throws Exception {
    try (Pipe pipe = pipe(false)) {
      var reader = Threads.start(() -> Bytes.read(pipe.readEnd())).awaitWaiting();
      var look = Threads.start(() -> pipe.readEnd().readAvailable(ByteBuffer.allocate(9)));
      Eventually.until("has looked", () -> look.task().isDone());
      assertThat(look.get()).isZero();
      pipe.writeEnd().write(Bytes.of("for the reader"));
      assertThat(reader.get()).isEqualTo("for the reader");
      var writer = Threads.start(() -> writeMuch(pipe.writeEnd())).awaitWaiting();
      var more = Threads.start(() -> pipe.writeEnd().writeAvailable(ByteBuffer.allocate(9)));
      Eventually.until("has tried", () -> more.task().isDone());
      assertThat(more.get()).isZero();
      pipe.writeEnd().close();
      assertEndsWith(writer, ClosedChannelException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWakeUpThatCameTooLateDoesNotLeaveTheNextReadInTheKernel(Threads.Kind kind)
      throws Exception {
    try (Pipe pipe = pipe(true)) {
      var reader =
          Threads.start(
              kind,
              () -> {
                Thread.currentThread().interrupt();
                assertThatThrownBy(() -> Bytes.read(pipe.readEnd()))
                    .isInstanceOf(InterruptedIOException.class);
                assertThat(Thread.interrupted()).isTrue();
                return Bytes.read(pipe.readEnd());
              });
      reader.awaitWaiting();
      pipe.readEnd().close();
      assertEndsWith(reader, ClosedChannelException.class);
    }
  }

  @Test
  @Timeout(60)
  void aWriteThatIsGoingOnNeverWaitsInTheKernelWhenTheModeChanges() throws Exception {
    for (int round = 0; round < 200; round++) {
      Pipe pipe = Pipe.open();
      var writer = Threads.start(() -> writeMuch(pipe.writeEnd()));
      for (int i = 0; i < 20; i++) {
        pipe.writeEnd().makeBlocking();
        pipe.readEnd().readAvailable(ByteBuffer.allocate(5_000));
        pipe.writeEnd().makeNonBlocking();
      }
      pipe.writeEnd().makeBlocking();
      pipe.writeEnd().close(); // waits for ever for a thread that is in the kernel
      assertEndsWith(writer, ClosedChannelException.class);
      pipe.close();
    }
  }

  @Test
  void manyVirtualThreadsWaitAtATime() throws Exception {
    List<Pipe> pipes = new ArrayList<>();
    List<Threads.Running<String>> readers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      Pipe pipe = Pipe.open();
      pipes.add(pipe);
      readers.add(Threads.start(Threads.Kind.VIRTUAL, () -> Bytes.read(pipe.readEnd())));
    }
    for (Threads.Running<String> reader : readers) {
      reader.awaitWaiting();
    }
    for (int i = 0; i < pipes.size(); i++) {
      pipes.get(i).writeEnd().write(Bytes.of("to " + i));
      assertThat(readers.get(i).get()).isEqualTo("to " + i);
      pipes.get(i).close();
    }
  }

  @Test
  void numberStaysItsOwnAsLongAsItIsUsed() throws Exception {
    CountDownLatch inUse = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    Pipe pipe = Pipe.open();
    int number = pipe.readEnd().number();
    var user =
        Threads.start(() ->
            pipe.readEnd()
                .<String, Exception>use(_ -> {
                  inUse.countDown();
                  done.await();
                  return "used";
                }));
    inUse.await();
    var closing =
        Threads.start(() -> {
          pipe.readEnd().close();
          return "closed";
        });
    Eventually.until("close waits", () -> closing.thread().getState() == Thread.State.WAITING);
    assertThat(pipe.readEnd().isOpen()).isFalse();
    assertThat(numbersOfNewPipes()).doesNotContain(number);
    done.countDown();
    assertThat(user.get()).isEqualTo("used");
    assertThat(closing.get()).isEqualTo("closed");
    assertThat(numbersOfNewPipes()).contains(number);
    pipe.close();
  }

  private static List<Integer> numbersOfNewPipes() throws Exception {
    List<Pipe> pipes = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Pipe pipe = Pipe.open();
      pipes.add(pipe);
      numbers.addAll(List.of(pipe.readEnd().number(), pipe.writeEnd().number()));
    }
    pipes.forEach(Pipe::close);
    return numbers;
  }

  @Test
  void anActionBeforeTheCloseCanStillUseTheNumber() throws Exception {
    List<String> told = new ArrayList<>();
    try (Pipe pipe = Pipe.open();
        Pipe other = Pipe.open()) {
      int number = pipe.readEnd().number();
      pipe.readEnd().beforeClose(() -> told.add(isOpen(number) ? "open" : "gone"));
      pipe.readEnd().beforeClose(() -> told.add("taken back")).run();
      other.readEnd().beforeClose(() -> told.add("other"));
      pipe.readEnd().close();
      pipe.readEnd().close();
      assertThat(told).containsExactly("open");
      assertThatThrownBy(() -> pipe.readEnd().beforeClose(() -> {}))
          .hasMessage("read end of a pipe is closed");
    }
  }

  private static boolean isOpen(int number) {
    return FcntlH.fcntl(number, FcntlH.F_GETFD, 0) >= 0;
  }

  private static String writeMuch(Fd fd) throws Exception {
    fd.write(ByteBuffer.allocate(MORE_THAN_A_PIPE_HOLDS));
    return "written";
  }

  private static void assertEndsWith(Threads.Running<?> running, Class<? extends Throwable> type) {
    assertThatThrownBy(running::get)
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(type);
  }
}
