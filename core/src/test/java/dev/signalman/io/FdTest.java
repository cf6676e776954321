package dev.signalman.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.posix.FcntlH;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.ProcFs;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.zip.Adler32;
import java.util.zip.CheckedInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FdTest {
  private static final long SELF = ProcessHandle.current().pid();

  @Test
  void bytesAreReadInOrderUpToTheEnd() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      pipe.writeEnd().write(Bytes.of("Spam 000"));
      pipe.writeEnd().write(Bytes.of("Spam 001"));
      assertThat(Bytes.read(pipe.readEnd())).isEqualTo("Spam 000Spam 001");
      pipe.writeEnd().close();
      assertThat(Bytes.read(pipe.readEnd())).isEqualTo("end");
      assertThat(Bytes.read(pipe.readEnd())).isEqualTo("end");
    }
  }

  @Test
  void looksWithoutWaiting() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      assertThat(Bytes.available(pipe.readEnd())).isEmpty();
      assertThat(pipe.writeEnd().writeAvailable(Bytes.of("x"))).isEqualTo(1);
      assertThat(Bytes.available(pipe.readEnd())).isEqualTo("x");
      assertThat(Bytes.fill(pipe.writeEnd())).isEqualTo(pipe.capacity());
      assertThat(pipe.writeEnd().writeAvailable(Bytes.of("x"))).isZero();
      pipe.writeEnd().close();
      long left = pipe.readEnd().in().readAllBytes().length;
      assertThat(left).isEqualTo(65_536);
      assertThat(Bytes.available(pipe.readEnd())).isEqualTo("end");
    }
  }

  @Test
  @DisplayName("LIFE-04: a read-only buffer is refused before anything is read")
  void readOnlyBuffersAreRefusedBeforeAnythingIsRead() throws Exception {
    try (Pipe pipe = Pipe.open();
        SocketPair pair = SocketPair.open()) {
      pipe.writeEnd().write(Bytes.of("hello"));
      ByteBuffer heap = ByteBuffer.allocate(3).asReadOnlyBuffer();
      ByteBuffer memory = ByteBuffer.allocateDirect(3);
      ByteBuffer direct = memory.asReadOnlyBuffer();
      for (ByteBuffer target : List.of(heap, direct)) {
        assertThatThrownBy(() -> pipe.readEnd().read(target))
            .isInstanceOf(ReadOnlyBufferException.class);
        assertThatThrownBy(() -> pipe.readEnd().readAvailable(target))
            .isInstanceOf(ReadOnlyBufferException.class);
        pair.left().send(Bytes.of("x"), pipe.readEnd());
        assertThatThrownBy(() -> pair.right().receive(target, 1))
            .isInstanceOf(ReadOnlyBufferException.class);
        UnixSocket.Received received =
            Objects.requireNonNull(pair.right().receive(ByteBuffer.allocate(1), 1));
        received.descriptors().getFirst().close();
      }
      assertThat(memory.get(0)).isZero();
      assertThat(Bytes.read(pipe.readEnd())).isEqualTo("hello");
    }
  }

  @Test
  @DisplayName("LIFE-05: available() returns the number of readable bytes")
  void streamTellsHowMuchIsThere() throws Exception {
    try (Pipe pipe = Pipe.open();
        SocketPair pair = SocketPair.open()) {
      assertThat(pipe.readEnd().in().available()).isZero();
      pipe.writeEnd().write(Bytes.of("hello"));
      assertThat(pipe.readEnd().in().available()).isEqualTo(5);
      BufferedReader reader = new BufferedReader(new InputStreamReader(pipe.readEnd().in(), UTF_8));
      assertThat(reader.ready()).isTrue();
      pair.left().fd().write(Bytes.of("abc"));
      assertThat(pair.right().in().available()).isEqualTo(3);
      pipe.readEnd().close();
      assertThatThrownBy(() -> pipe.readEnd().in().available())
          .isInstanceOf(ClosedChannelException.class);
    }
  }

  @Test
  void closesAForgottenDescriptorOnceAndNoneInUse() throws Exception {
    Pipe pipe = Pipe.open();
    int number = forget(pipe.writeEnd().number());
    Eventually.until(
        "the copy is closed",
        () -> {
          System.gc();
          return !Files.exists(Path.of("/proc/self/fd/" + number), LinkOption.NOFOLLOW_LINKS);
        });
    pipe.writeEnd().closeWhenForgotten().closeWhenForgotten();
    pipe.close();
    pipe.close();
    assertThatThrownBy(() -> pipe.writeEnd().closeWhenForgotten())
        .isInstanceOf(IllegalStateException.class);
  }

  private static int forget(int original) {
    int copy = FcntlH.fcntl(original, FcntlH.F_DUPFD_CLOEXEC, 200);
    return Fd.nonBlocking(copy, "a copy").closeWhenForgotten().number();
  }

  @Test
  void buffersOfEveryKindKeepTheirBounds() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      pipe.writeEnd().write(Bytes.of("abcdef").position(1).limit(5).slice().asReadOnlyBuffer());
      ByteBuffer direct = ByteBuffer.allocateDirect(8).position(2).limit(5);
      assertThat(pipe.readEnd().read(direct)).isEqualTo(3);
      assertThat(direct.position()).isEqualTo(5);
      assertThat(UTF_8.decode(direct.flip().position(2)).toString()).isEqualTo("bcd");
      assertThat(pipe.readEnd().read(ByteBuffer.allocate(0))).isZero();
      assertThat(pipe.readEnd().in().read(new byte[0])).isZero();
      assertThat(pipe.readEnd().in().read()).isEqualTo('e');
      pipe.writeEnd().write(ByteBuffer.allocateDirect(4).putInt(0, -1).slice(0, 1));
      assertThat(pipe.readEnd().in().read()).isEqualTo(0xff);
    }
  }

  @Test
  void manySmallAndOneLargeWriteArriveWhole() throws Exception {
    byte[] large = new byte[3 << 20];
    new Random(1).nextBytes(large);
    Adler32 expected = new Adler32();
    try (Pipe pipe = Pipe.open()) {
      var reader = Threads.start(() -> sum(pipe.readEnd()));
      for (int i = 0; i < 1_000; i++) {
        byte[] line = "fourteen bytes".getBytes(UTF_8);
        pipe.writeEnd().out().write(line);
        expected.update(line);
      }
      expected.update(large);
      pipe.writeEnd().write(ByteBuffer.wrap(large));
      pipe.writeEnd().close();
      assertThat(reader.get()).isEqualTo(expected.getValue());
    }
  }

  private static long sum(Fd fd) throws Exception {
    CheckedInputStream in = new CheckedInputStream(fd.in(), new Adler32());
    in.skipNBytes(14_000 + (3 << 20));
    assertThat(in.read()).isEqualTo(-1);
    return in.getChecksum().getValue();
  }

  @Test
  void useOfAClosedDescriptorNamesIt() throws Exception {
    Pipe pipe = Pipe.open();
    Fd fd = pipe.readEnd();
    pipe.close();
    assertThat(fd.isOpen()).isFalse();
    assertThat(fd).hasToString("read end of a pipe (closed)");
    assertThatThrownBy(() -> fd.read(ByteBuffer.allocate(1)))
        .isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> fd.readAvailable(ByteBuffer.allocate(1)))
        .isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> pipe.writeEnd().write(ByteBuffer.allocate(1)))
        .isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(fd::number)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("read end of a pipe is closed");
    assertThatThrownBy(fd::makeBlocking).hasMessage("read end of a pipe is closed");
    assertThatThrownBy(() -> fd.use(number -> number)).hasMessage("read end of a pipe is closed");
    assertThatThrownBy(pipe::capacity).hasMessage("write end of a pipe is closed");
  }

  @Test
  void closingTwiceClosesNobodyElsesDescriptor() throws Exception {
    Pipe first = Pipe.open();
    int number = first.readEnd().number();
    first.close();
    try (Pipe second = Pipe.open()) {
      assertThat(second.readEnd().number()).isEqualTo(number);
      first.close();
      first.readEnd().in().close();
      assertThat(ProcFs.descriptors(SELF)).containsKey(number);
      second.writeEnd().write(Bytes.of("x"));
      assertThat(Bytes.read(second.readEnd())).isEqualTo("x");
    }
  }

  @Test
  void closingAStreamClosesTheDescriptor() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      pipe.writeEnd().out().close();
      assertThat(pipe.writeEnd().isOpen()).isFalse();
      assertThat(pipe.readEnd().in().readAllBytes()).isEmpty();
      pipe.readEnd().in().close();
      assertThat(pipe.readEnd().isOpen()).isFalse();
    }
  }

  @Test
  void inheritedDescriptorsMustBeOpen() {
    assertThatThrownBy(() -> Fd.inherited(19_999))
        .isInstanceOf(PosixException.class)
        .hasMessage("fcntl(19999, F_GETFD): EBADF (Bad file descriptor)")
        .extracting(e -> ((PosixException) e).errno())
        .isEqualTo(Errno.EBADF);
  }

  @Test
  void aDescriptorThatThisProcessOpenedItselfIsNotInherited() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      int number = pipe.readEnd().number();
      assertThatThrownBy(() -> Fd.inherited(number))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("descriptor " + number + " was not passed to this process");
    }
  }

  @Test
  void pipesCanBeWidened() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      assertThat(pipe.capacity()).isEqualTo(65_536);
      assertThat(pipe.capacity(100_000)).isEqualTo(131_072);
      assertThat(pipe.capacity()).isEqualTo(131_072);
      assertThat(Bytes.fill(pipe.writeEnd())).isEqualTo(131_072);
      assertThatThrownBy(() -> pipe.capacity(4_096))
          .hasMessageContaining("F_SETPIPE_SZ, 4096")
          .hasMessageContaining("EBUSY");
    }
  }
}
