package dev.signalman.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalman.Registration;
import dev.signalman.Signal;
import dev.signalman.io.Pipe;
import dev.signalman.process.Child;
import dev.signalman.process.Spawn;
import dev.signalman.testkit.ProcFs;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventLoopTest {
  private static final long SELF = ProcessHandle.current().pid();

  @Test
  void tasksOfManyThreadsRunInOneInTheOrderOfEach() throws Exception {
    int threads = 8;
    int tasks = 1_000;
    List<int[]> ran = new ArrayList<>(); // touched by the loop's thread alone
    Map<Thread, Boolean> runners = new ConcurrentHashMap<>();
    try (LoopThread running = LoopThread.start()) {
      List<Thread> senders = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int sender = t;
        senders.add(
            Thread.ofVirtual()
                .start(() -> {
                  for (int i = 0; i < tasks; i++) {
                    int[] task = {sender, i};
                    running
                        .loop()
                        .execute(() -> {
                          ran.add(task);
                          runners.put(Thread.currentThread(), true);
                        });
                  }
                }));
      }
      for (Thread sender : senders) {
        sender.join();
      }
      assertThat(running.<Integer>call(ran::size)).isEqualTo(threads * tasks);
      assertThat(runners).containsOnlyKeys(running.thread());
      for (int t = 0; t < threads; t++) {
        int sender = t;
        assertThat(ran.stream().filter(task -> task[0] == sender).mapToInt(task -> task[1]))
            .isSorted();
      }
    }
  }

  @Test
  void tasksThatATaskAddsRunAfterOtherEvents() throws Exception {
    BlockingQueue<String> seen = new ArrayBlockingQueue<>(10);
    try (Pipe pipe = Pipe.open();
        EventLoop loop = EventLoop.open()) {
      pipe.writeEnd().write(ByteBuffer.allocate(1));
      loop.onReadable(
          pipe.readEnd(),
          () -> {
            seen.add("event");
            loop.stop();
          });
      Runnable[] again = new Runnable[1];
      again[0] = () -> loop.execute(again[0]);
      loop.execute(again[0]);
      loop.run();
      assertThat(seen).containsExactly("event");
    }
  }

  @Test
  void stopEndsTheRunAfterTheCallbackAndKeepsTheRest() throws Exception {
    List<String> seen = new ArrayList<>();
    try (EventLoop loop = EventLoop.open()) {
      loop.execute(() -> seen.add("one"));
      loop.execute(loop::stop);
      loop.execute(() -> seen.add("two"));
      loop.after(Duration.ZERO, () -> seen.add("timer"));
      loop.run();
      assertThat(seen).containsExactly("timer", "one");
      loop.execute(loop::stop);
      loop.run();
      assertThat(seen).containsExactly("timer", "one", "two");
    }
  }

  @Test
  void stopBetweenTwoEventsKeepsTheSecond() throws Exception {
    List<String> seen = new ArrayList<>();
    try (EventLoop loop = EventLoop.open();
        Pipe one = Pipe.open();
        Pipe two = Pipe.open()) {
      for (Pipe pipe : List.of(one, two)) {
        pipe.writeEnd().write(ByteBuffer.allocate(1));
        loop.onReadable(
            pipe.readEnd(),
            () -> {
              pipe.readEnd().close();
              seen.add("event");
              loop.stop();
            });
      }
      loop.run();
      assertThat(seen).hasSize(1);
      loop.run();
      assertThat(seen).hasSize(2);
    }
  }

  @Test
  void stopThatComesFirstIsNotLost() throws Exception {
    try (EventLoop loop = EventLoop.open()) {
      loop.stop();
      loop.run();
      AtomicInteger ran = new AtomicInteger();
      loop.execute(ran::incrementAndGet);
      loop.execute(loop::stop);
      loop.run();
      assertThat(ran).hasValue(1);
    }
  }

  @Test
  void stopFromAnotherThreadEndsTheWait() throws Exception {
    LoopThread running = LoopThread.start();
    running.turns();
    running.loop().stop();
    running.awaitEnd();
    LoopThread again = LoopThread.start(running.loop(), Thread.ofVirtual());
    again.turns();
    again.loop().stop();
    again.awaitEnd();
    assertThat(again.thrown()).isEmpty();
    running.loop().close();
  }

  @Test
  void interruptEndsTheRunAndLosesNothing() throws Exception {
    for (Thread.Builder builder : List.of(Thread.ofPlatform().daemon(), Thread.ofVirtual())) {
      EventLoop loop = EventLoop.open();
      LoopThread running = LoopThread.start(loop, builder);
      running.turns();
      running.thread().interrupt();
      running.awaitEnd();
      assertThat(running.thrown()).hasSize(1).first().isInstanceOf(InterruptedException.class);
      AtomicInteger ran = new AtomicInteger();
      loop.execute(ran::incrementAndGet);
      try (LoopThread again = LoopThread.start(loop, Thread.ofPlatform().daemon())) {
        again.turns();
        assertThat(ran).hasValue(1);
      }
    }
  }

  @Test
  void onlyOneThreadRunsIt() throws Exception {
    try (LoopThread running = LoopThread.start()) {
      running.turns();
      assertThatThrownBy(running.loop()::run)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("the event loop runs already, in " + running.thread());
      running.call(() -> {
        assertThatThrownBy(running.loop()::run).isInstanceOf(IllegalStateException.class);
        return null;
      });
      assertThat(running.thrown()).isEmpty();
    }
  }

  @Test
  void exceptionsOfCallbacksAreReportedAndTheLoopContinues() throws Exception {
    try (LoopThread running = LoopThread.start();
        Pipe pipe = Pipe.open()) {
      EventLoop loop = running.loop();
      loop.execute(() -> {
        throw new IllegalArgumentException("task");
      });
      loop.execute(() -> {
        throw new StackOverflowError("error");
      });
      CountDownLatch timer = new CountDownLatch(2);
      loop.every(
          Duration.ofMillis(1),
          () -> {
            timer.countDown();
            throw new IllegalStateException("timer");
          });
      timer.await();
      loop.onReadable(
          pipe.readEnd(),
          () -> {
            pipe.readEnd().close();
            throw new IllegalStateException("event");
          });
      pipe.writeEnd().write(ByteBuffer.allocate(1));
      running.turns();
      assertThat(running.thrown())
          .extracting(Throwable::getMessage)
          .contains("task", "error", "timer", "event");
      running
          .thread()
          .setUncaughtExceptionHandler((_, _) -> {
            throw new IllegalStateException("even the handler");
          });
      running.turns();
      assertThat(running.call(() -> "goes on")).isEqualTo("goes on");
    }
  }

  @Test
  void closeWhileItRunsEndsItAfterTheCallback() throws Exception {
    LoopThread running = LoopThread.start();
    EventLoop loop = running.loop();
    List<String> seen = new ArrayList<>();
    loop.execute(() -> {
      loop.execute(() -> seen.add("later"));
      loop.close();
      seen.add("to the end");
    });
    running.awaitEnd();
    assertThat(running.thrown()).isEmpty();
    assertThat(seen).containsExactly("to the end");
  }

  @Test
  void aClosedLoopTakesNothing() throws Exception {
    EventLoop loop = EventLoop.open();
    loop.close();
    loop.close();
    assertThatThrownBy(() -> loop.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessage("the event loop is closed");
    String message = "the event loop is closed";
    Child child = Spawn.of("true").start();
    try (Pipe pipe = Pipe.open()) {
      assertThatThrownBy(loop::run).hasMessage(message);
      assertThatThrownBy(() -> loop.onReadable(pipe.readEnd(), () -> {})).hasMessage(message);
      assertThatThrownBy(() -> loop.onWritable(pipe.writeEnd(), () -> {})).hasMessage(message);
      assertThatThrownBy(() -> loop.after(Duration.ZERO, () -> {})).hasMessage(message);
      assertThatThrownBy(() -> loop.every(Duration.ofDays(1), () -> {})).hasMessage(message);
      assertThatThrownBy(() -> loop.onSignal(Signal.USR1, info -> {})).hasMessage(message);
      assertThatThrownBy(() -> loop.onExit(child, status -> {})).hasMessage(message);
    }
    child.waitFor();
  }

  @Test
  void aChildThatLivesOnKeepsNoLoopThatIsClosed() throws Exception {
    Child child = Spawn.of("sleep", "600").start();
    try {
      WeakReference<EventLoop> closed = closedLoopThatWaitedFor(child);
      for (int i = 0; i < 10 && closed.get() != null; i++) {
        System.gc();
      }
      assertThat(closed.get()).isNull();
    } finally {
      child.send(Signal.KILL);
      child.waitFor();
    }
  }

  private static WeakReference<EventLoop> closedLoopThatWaitedFor(Child child) throws Exception {
    try (EventLoop loop = EventLoop.open()) {
      loop.onExit(child, status -> {});
      return new WeakReference<>(loop);
    }
  }

  @Test
  void aClosedLoopTouchesNobodyElsesDescriptors() throws Exception {
    EventLoop loop = EventLoop.open();
    try (Pipe watched = Pipe.open();
        EventLoop other = EventLoop.open()) {
      Registration registration = loop.onReadable(watched.readEnd(), () -> {});
      Map<Integer, String> before = ProcFs.descriptors(SELF);
      loop.close();
      List<Pipe> pipes = new ArrayList<>();
      while (!ProcFs.descriptors(SELF).keySet().containsAll(before.keySet())) {
        pipes.add(Pipe.open());
      }
      loop.stop();
      registration.close();
      for (Pipe pipe : pipes) {
        assertThat(pipe.readEnd().readAvailable(ByteBuffer.allocate(8))).isZero();
        pipe.close();
      }
      assertThat(other).isNotNull();
    }
  }

  @Test
  void aLoopLeavesNoDescriptor() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      for (int round = 0; round < 2; round++) {
        Map<Integer, String> before = ProcFs.descriptors(SELF);
        EventLoop loop = EventLoop.open();
        loop.onReadable(pipe.readEnd(), () -> {});
        loop.every(Duration.ofSeconds(1), () -> {});
        LoopThread running = LoopThread.start(loop, Thread.ofPlatform().daemon());
        running.turns();
        running.close();
        ProcFs.awaitNoFurtherDescriptor(SELF, before);
      }
    }
  }
}
