package dev.signalman.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.loop.EventLoop;
import dev.signalman.process.Child;
import dev.signalman.process.Spawn;
import dev.signalman.process.Stdio;
import dev.signalman.signal.SelfPipe;
import dev.signalman.signal.Signals;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.ProcFs;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Virtual threads that wait for descriptors by the thousand.
class WaitingVirtualThreadsTest {
  @Test
  @DisplayName("LIFE-03: waiting virtual threads share one thread and two descriptors")
  void tenThousandTakeNeitherThreadsNorDescriptorsOfTheirOwn() throws Exception {
    try (ChildJvm jvm = ChildJvm.of(Crowd.class).vm("-Xmx512m").start()) {
      jvm.expect("waiting", "threads few", "descriptors few");
      jvm.expect("each ended as it should");
      jvm.expectExit(0);
    }
  }

  @Test
  void twoReadersOfOneNumberAreBothWoken() throws Exception {
    try (ChildJvm jvm = ChildJvm.start(TwoReaders.class)) {
      jvm.expect("ready");
      jvm.send("x"); // two bytes, with the end of the line
      assertThat(List.of(jvm.line(), jvm.line())).containsExactlyInAnyOrder("read 120", "read 10");
      jvm.expectExit(0);
    }
  }

  static final class TwoReaders {
    private TwoReaders() {}

    public static void main(String[] args) throws Exception {
      Thread one = reader();
      Thread other = reader();
      System.out.println("ready");
      one.join();
      other.join();
    }

    private static Thread reader() throws Exception {
      Fd input = Fd.inherited(0);
      Thread reader =
          Thread.startVirtualThread(() -> {
            ByteBuffer target = ByteBuffer.allocate(1);
            try {
              input.read(target);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
            System.out.println("read " + target.get(0));
          });
      Eventually.until("it waits", () -> reader.getState() == Thread.State.WAITING);
      return reader;
    }
  }

  static final class Crowd {
    private Crowd() {}

    private static final int THREADS = 10_000;

    /// Pairs of descriptors that the test itself needs, for classes of its folders too.
    private static final int SPARE = 50;

    public static void main(String[] args) throws Exception {
      List<Pipe> pipes = new ArrayList<>();
      AtomicInteger[] ends = {new AtomicInteger(), new AtomicInteger(), new AtomicInteger()};
      try {
        while (pipes.size() < THREADS) {
          pipes.add(Pipe.open());
        }
      } catch (PosixException e) { // the limit of descriptors
        pipes.removeLast().close();
        for (int i = 0; i < SPARE; i++) {
          pipes.removeLast().close();
        }
      }
      int threadsBefore = ProcFs.threads(ProcessHandle.current().pid()).size();
      long descriptorsBefore = descriptors();
      List<Thread> readers = new ArrayList<>();
      for (Pipe pipe : pipes) {
        readers.add(Thread.ofVirtual().start(() -> ends[read(pipe)].incrementAndGet()));
      }
      for (Thread reader : readers) {
        Eventually.until("waits", () -> reader.getState() == Thread.State.WAITING);
      }
      System.out.println("waiting");
      // As many as a pool of carriers and the VM's own may have grown by meanwhile.
      int more = ProcFs.threads(ProcessHandle.current().pid()).size() - threadsBefore;
      System.out.println("threads " + (more < 50 ? "few" : more));
      long opened = descriptors() - descriptorsBefore;
      System.out.println("descriptors " + (opened < 100 ? "few" : opened));
      for (int i = 0; i < pipes.size(); i++) {
        switch (i % 3) {
          case 0 -> pipes.get(i).writeEnd().write(ByteBuffer.wrap(new byte[1]));
          case 1 -> readers.get(i).interrupt();
          default -> pipes.get(i).readEnd().close();
        }
      }
      for (Thread reader : readers) {
        reader.join();
      }
      int third = pipes.size() / 3;
      boolean each = ends[0].get() >= third && ends[1].get() >= third && ends[2].get() >= third;
      System.out.println(each ? "each ended as it should" : List.of(ends) + " of " + pipes.size());
    }

    private static int read(Pipe pipe) {
      try {
        return pipe.readEnd().read(ByteBuffer.allocate(1)) == 1 ? 0 : -1;
      } catch (InterruptedIOException _) {
        return 1;
      } catch (ClosedChannelException _) {
        return 2;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static long descriptors() throws Exception {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }

  @Test
  void interruptingTheThreadThatWaitsForAllLosesNothing() throws Exception {
    try (ChildJvm jvm = ChildJvm.start(Interrupted.class)) {
      jvm.expect("rounds 2000");
      jvm.expectExit(0);
    }
  }

  /// Bytes there and back between two virtual threads, while somebody interrupts all threads.
  static final class Interrupted {
    private Interrupted() {}

    public static void main(String[] args) throws Exception {
      Pipe there = Pipe.open();
      Pipe back = Pipe.open();
      Thread echo = Thread.ofVirtual().start(() -> pass(there, back, 2_000));
      Thread ping =
          Thread.ofVirtual()
              .start(() -> {
                for (int i = 0; i < 2_000; i++) {
                  pass(there, 1);
                  pass(back, null, 1);
                }
              });
      while (ping.isAlive()) {
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().equals("signalman-wait"))
            .forEach(Thread::interrupt);
      }
      echo.join();
      System.out.println("rounds 2000");
      System.exit(0);
    }

    private static void pass(Pipe to, int count) {
      try {
        to.writeEnd().write(ByteBuffer.wrap(new byte[count]));
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    private static void pass(Pipe from, @Nullable Pipe to, int rounds) {
      for (int i = 0; i < rounds; i++) {
        try {
          from.readEnd().read(ByteBuffer.allocate(1));
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
        if (to != null) {
          pass(to, 1);
        }
      }
    }
  }

  @Test
  void readerAndWriterOfOneDescriptorWaitAtATime() throws Exception {
    try (SocketPair pair = SocketPair.open()) {
      Fd left = pair.left().fd();
      var reader = Threads.start(Threads.Kind.VIRTUAL, () -> Bytes.read(left)).awaitWaiting();
      ByteBuffer much = ByteBuffer.allocate(1 << 20);
      var writer =
          Threads.start(
                  Threads.Kind.VIRTUAL,
                  () -> {
                    left.write(much);
                    return "written";
                  })
              .awaitWaiting();
      pair.right().fd().write(Bytes.of("first")); // ends one of the two waits, not both
      assertThat(reader.get()).isEqualTo("first");
      reader = Threads.start(Threads.Kind.VIRTUAL, () -> Bytes.read(left)).awaitWaiting();
      ByteBuffer taken = ByteBuffer.allocate(1 << 20);
      while (taken.hasRemaining()) {
        pair.right().fd().read(taken);
      }
      assertThat(writer.get()).isEqualTo("written");
      pair.right().fd().write(Bytes.of("last"));
      assertThat(reader.get()).isEqualTo("last");
    }
  }

  @Test
  void eachKindOfWaitOfAVirtualThreadEnds() throws Exception {
    try (ChildJvm jvm = ChildJvm.start(Kinds.class)) {
      jvm.expect("pipe SIGUSR1", "time null", "queue 5", "child exited with code 3", "loop ran");
      jvm.expectExit(0);
    }
  }

  static final class Kinds {
    private Kinds() {}

    public static void main(String[] args) throws Exception {
      SelfPipe pipe = SelfPipe.open(Signal.USR1);
      var queue = Signals.queue(Signal.RT5);
      EventLoop loop = EventLoop.open();
      Child child = Spawn.of("sh", "-c", "read line; exit 3").stdin(Stdio.pipe()).start();
      run(
          () -> System.out.println("pipe " + pipe.take().signal().fullName()),
          () -> Signals.raise(Signal.USR1));
      run(() -> System.out.println("time " + pipe.poll(Duration.ofMillis(20))), () -> {});
      run(
          () -> System.out.println("queue " + queue.take().value()),
          () -> Signals.send(ProcessHandle.current().pid(), Signal.RT5, 5));
      run(() -> System.out.println("child " + child.waitFor()), () -> child.stdin().close());
      run(
          () -> {
            loop.run();
            System.out.println("loop ran");
          },
          loop::stop);
      System.exit(0);
    }

    private interface Step {
      void run() throws Exception;
    }

    private static void run(Step waiting, Step ending) throws Exception {
      Thread thread =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  waiting.run();
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      Eventually.until(
          "waits",
          () -> {
            Thread.State state = thread.getState();
            return state == Thread.State.WAITING
                || state == Thread.State.TIMED_WAITING
                || state == Thread.State.TERMINATED;
          });
      ending.run();
      thread.join();
    }
  }
}
