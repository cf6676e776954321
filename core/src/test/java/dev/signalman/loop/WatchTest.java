package dev.signalman.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalman.Registration;
import dev.signalman.io.Fd;
import dev.signalman.io.Pipe;
import dev.signalman.io.SocketPair;
import dev.signalman.posix.FcntlH;
import dev.signalman.posix.UnistdH;
import dev.signalman.process.Child;
import dev.signalman.process.Spawn;
import dev.signalman.process.Stdio;
import dev.signalman.testkit.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatchTest {
  private final BlockingQueue<String> seen = new ArrayBlockingQueue<>(1_000);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void readableAsLongAsThereIsSomethingAndAtTheEnd(boolean virtual) throws Exception {
    EventLoop loop = EventLoop.open();
    Thread.Builder builder = virtual ? Thread.ofVirtual() : Thread.ofPlatform().daemon();
    try (LoopThread running = LoopThread.start(loop, builder);
        Pipe pipe = Pipe.open()) {
      Registration[] registration = new Registration[1];
      registration[0] =
          loop.onReadable(
              pipe.readEnd(),
              () -> {
                int count = readSome(pipe.readEnd(), 2);
                seen.add("read " + count);
                if (count < 0) {
                  registration[0].close();
                }
              });
      pipe.writeEnd().write(ByteBuffer.allocate(3));
      assertThat(seen.take()).isEqualTo("read 2");
      assertThat(seen.take()).isEqualTo("read 1");
      pipe.writeEnd().close();
      assertThat(seen.take()).isEqualTo("read -1");
      running.turns();
      assertThat(seen).isEmpty();
    }
  }

  @Test
  void aDescriptorThatOtherCodeHasClosedCanBeRemoved() throws Exception {
    try (ChildJvm child = ChildJvm.start(ClosedByStranger.class)) {
      child.expect("closed: removed", "another file: removed", "watched again: readable");
      child.expectExit(0);
    }
  }

  static final class ClosedByStranger {
    private ClosedByStranger() {}

    public static void main(String[] args) throws Exception {
      EventLoop loop = EventLoop.open();
      Pipe pipe = Pipe.open();
      Pipe other = Pipe.open();
      int number = pipe.readEnd().number();
      Registration first = loop.onReadable(pipe.readEnd(), () -> {});
      UnistdH.close(number);
      first.close();
      System.out.println("closed: removed");
      open(other, number);
      Registration second = loop.onReadable(pipe.readEnd(), () -> {});
      UnistdH.close(number);
      open(other, number);
      second.close();
      System.out.println("another file: removed");
      loop.onReadable(
          pipe.readEnd(),
          () -> {
            System.out.println("watched again: readable");
            loop.stop();
          });
      other.writeEnd().write(ByteBuffer.allocate(1));
      loop.run();
    }

    private static void open(Pipe pipe, int number) throws Exception {
      if (FcntlH.fcntl(pipe.readEnd().number(), FcntlH.F_DUPFD_CLOEXEC, number) != number) {
        throw new IllegalStateException("the number " + number + " is taken");
      }
    }
  }

  private static int readSome(Fd fd, int most) {
    try {
      return fd.readAvailable(ByteBuffer.allocate(most));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void readingAndWritingOfOneDescriptorAreApart() throws Exception {
    try (LoopThread running = LoopThread.start();
        SocketPair pair = SocketPair.open()) {
      EventLoop loop = running.loop();
      Fd left = pair.left().fd();
      Registration[] writable = new Registration[1];
      running.call(() -> {
        writable[0] =
            loop.onWritable(
                left,
                () -> {
                  seen.add("writable");
                  writable[0].close();
                });
        return loop.onReadable(left, () -> seen.add("readable " + readSome(left, 10)));
      });
      assertThat(seen.take()).isEqualTo("writable");
      running.turns();
      assertThat(seen).isEmpty();
      pair.right().fd().write(ByteBuffer.allocate(5));
      assertThat(seen.take()).isEqualTo("readable 5");
      assertThatThrownBy(() -> loop.onReadable(left, () -> {}))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the loop already watches descriptor " + left.number());
      running.call(() -> writable[0] = loop.onWritable(left, () -> end(writable[0], "again")));
      assertThat(seen.take()).isEqualTo("again");
      pair.right().fd().write(ByteBuffer.allocate(1));
      assertThat(seen.take()).isEqualTo("readable 1");
    }
  }

  private void end(Registration registration, String word) {
    registration.close();
    seen.add(word);
  }

  @Test
  void writableWhenThereIsRoomOrNobodyReads() throws Exception {
    try (LoopThread running = LoopThread.start();
        Pipe pipe = Pipe.open()) {
      while (pipe.writeEnd().writeAvailable(ByteBuffer.allocate(65_536)) > 0) {}
      Registration[] writable = new Registration[1];
      running.call(() ->
          writable[0] = running.loop().onWritable(pipe.writeEnd(), () -> end(writable[0], "room")));
      running.turns();
      assertThat(seen).isEmpty();
      assertThat(pipe.readEnd().read(ByteBuffer.allocate(65_536))).isPositive();
      assertThat(seen.take()).isEqualTo("room");
      while (pipe.writeEnd().writeAvailable(ByteBuffer.allocate(65_536)) > 0) {}
      running.call(() ->
          writable[0] = running.loop().onWritable(pipe.writeEnd(), () -> end(writable[0], "gone")));
      pipe.readEnd().close();
      assertThat(seen.take()).isEqualTo("gone");
    }
  }

  @Test
  void oneCallbackEndsAnotherThatIsDueInTheSameTurn() throws Exception {
    List<Registration> registrations = new ArrayList<>();
    try (EventLoop loop = EventLoop.open();
        Pipe one = Pipe.open();
        Pipe two = Pipe.open()) {
      for (Pipe pipe : List.of(one, two)) {
        pipe.writeEnd().write(ByteBuffer.allocate(1));
        registrations.add(
            loop.onReadable(
                pipe.readEnd(),
                () -> {
                  registrations.forEach(Registration::close);
                  seen.add("one of them");
                  loop.execute(() -> loop.execute(loop::stop));
                }));
      }
      loop.run();
      assertThat(seen).containsExactly("one of them");
    }
  }

  @Test
  void aNumberThatIsUsedAgainInTheSameTurnBringsNoOldEvents() throws Exception {
    List<Pipe> pipes = new ArrayList<>();
    try (LoopThread running = LoopThread.start()) {
      EventLoop loop = running.loop();
      for (int i = 0; i < 10; i++) {
        pipes.add(Pipe.open()); // fills the gaps between the numbers in use
      }
      Pipe one = Pipe.open();
      Pipe two = Pipe.open();
      pipes.addAll(List.of(one, two));
      running.call(() -> {
        for (Pipe pipe : List.of(one, two)) {
          Pipe other = pipe.equals(one) ? two : one;
          pipe.writeEnd().write(ByteBuffer.allocate(1));
          loop.onReadable(pipe.readEnd(), () -> replace(loop, pipe, other, pipes));
        }
        return null;
      });
      assertThat(seen.take()).isEqualTo("replaced");
      running.turns();
      assertThat(seen).isEmpty();
      pipes.getLast().writeEnd().write(ByteBuffer.allocate(4));
      assertThat(seen.take()).isEqualTo("new 4");
    } finally {
      pipes.forEach(Pipe::close);
    }
  }

  private void replace(EventLoop loop, Pipe own, Pipe other, List<Pipe> pipes) {
    try {
      int number = other.readEnd().number();
      readSome(own.readEnd(), 1);
      other.close();
      Pipe next = Pipe.open();
      pipes.add(next);
      Fd fd = next.readEnd();
      loop.onReadable(fd, () -> seen.add("new " + readSome(fd, 10)));
      seen.add(fd.number() == number ? "replaced" : "another number");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aDescriptorThatAChildStillHasIsNoLongerReportedOnceItIsClosed() throws Exception {
    try (LoopThread running = LoopThread.start();
        Pipe shared = Pipe.open()) {
      EventLoop loop = running.loop();
      int number = shared.readEnd().number();
      Registration old = loop.onReadable(shared.readEnd(), () -> seen.add("old"));
      Child holder = Spawn.of("cat").fd(3, shared.readEnd()).stdin(Stdio.pipe()).start();
      shared.readEnd().close();
      try (Pipe next = Pipe.open()) {
        assertThat(next.readEnd().number()).isEqualTo(number);
        Registration present = loop.onReadable(next.readEnd(), () -> seen.add("new"));
        shared.writeEnd().write(ByteBuffer.allocate(1)); // the open file is readable, for the child
        running.turns();
        assertThat(seen).isEmpty();
        old.close();
        next.writeEnd().write(ByteBuffer.allocate(1));
        assertThat(seen.take()).isEqualTo("new");
        present.close();
      }
      holder.stdin().close();
      assertThat(holder.waitFor().isSuccess()).isTrue();
    }
  }

  @Test
  void anUnwatchableDescriptorIsRefusedAndForgotten() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "x");
    try (EventLoop loop = EventLoop.open();
        SocketPair pair = SocketPair.open();
        Pipe pipe = Pipe.open()) {
      Child cat = Spawn.of("cat").stdin(Stdio.from(file)).stdout(Stdio.pipe()).start();
      cat.waitFor();
      pair.left().close();
      assertThatThrownBy(() -> loop.onReadable(pair.left().fd(), () -> {}))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("left end of a socket pair is closed");
      Registration first = loop.onReadable(pipe.readEnd(), () -> {});
      assertThatThrownBy(() -> loop.onReadable(pipe.readEnd(), () -> {}))
          .isInstanceOf(IllegalStateException.class);
      first.close();
      first.close();
      loop.onReadable(pipe.readEnd(), () -> {}).close();
      cat.stdout().close();
    }
  }

  @Test
  void registrationsComeAndGoFromManyThreadsWhileTheLoopRuns() throws Exception {
    try (LoopThread running = LoopThread.start()) {
      EventLoop loop = running.loop();
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        threads.add(Thread.ofPlatform().start(() -> comeAndGo(loop)));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      running.turns();
      assertThat(running.thrown()).isEmpty();
      assertThat(seen).hasSize(4 * 50);
    }
  }

  private void comeAndGo(EventLoop loop) {
    try {
      for (int i = 0; i < 50; i++) {
        Pipe pipe = Pipe.open();
        BlockingQueue<Integer> counts = new ArrayBlockingQueue<>(10);
        loop.onReadable(pipe.readEnd(), () -> counts.add(readSome(pipe.readEnd(), 9)));
        pipe.writeEnd().write(ByteBuffer.allocate(7));
        if (counts.take() == 7) {
          seen.add("seven");
        }
        pipe.close();
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
