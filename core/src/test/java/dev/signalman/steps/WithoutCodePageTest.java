package dev.signalman.steps;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.io.Fd;
import dev.signalman.io.Pipe;
import dev.signalman.io.SocketPair;
import dev.signalman.io.UnixSocket;
import dev.signalman.loop.EventLoop;
import dev.signalman.process.Child;
import dev.signalman.process.Spawn;
import dev.signalman.process.Stdio;
import dev.signalman.signal.SignalMask;
import dev.signalman.signal.SignalQueue;
import dev.signalman.signal.SignalRegistration;
import dev.signalman.signal.Signals;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.time.SignalTimer;
import dev.signalman.time.TimerClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// All that the library does, where system calls go by way of the C library.
class WithoutCodePageTest {
  @Test
  void everythingWorks(@TempDir Path folder) throws Exception {
    Path log = folder.resolve("classes");
    try (ChildJvm child =
        ChildJvm.of(Everything.class)
            .vm("-Ddev.signalman.posix.codePage=false", "-Xlog:class+load:file=" + log)
            .start()) {
      child.expect("handled SIGUSR2", "queued 7", "blocked true", "timer 5", "upper HELLO");
      child.expect("loop SIGTERM", "loop readable", "loop exited with code 3", "passed through");
      child.expectExit(0);
    }
    assertThat(Files.readString(log)).contains("dev.signalman.posix.LibcSyscall ");
  }

  /// Uses a little of everything.
  static final class Everything {
    private static final long SELF = ProcessHandle.current().pid();

    private Everything() {}

    public static void main(String[] args) throws Exception {
      handle();
      queue();
      mask();
      timer();
      spawn();
      loop();
      sockets();
    }

    private static void handle() throws Exception {
      CountDownLatch handled = new CountDownLatch(1);
      try (SignalRegistration _ =
          Signals.handle(
              Signal.USR2,
              info -> {
                System.out.println("handled " + info.signal().fullName());
                handled.countDown();
              })) {
        Signals.send(SELF, Signal.USR2);
        handled.await();
      }
    }

    private static void queue() throws Exception {
      try (SignalQueue queue = Signals.queue(Signal.RT9)) {
        Signals.send(SELF, Signal.RT9, 7);
        System.out.println("queued " + queue.take().value());
      }
    }

    private static void mask() {
      SignalSet signals = SignalSet.of(Signal.RT10);
      SignalMask.block(signals);
      System.out.println("blocked " + SignalMask.current().contains(Signal.RT10));
      SignalMask.unblock(signals);
    }

    private static void timer() throws Exception {
      try (SignalQueue queue = Signals.queue(Signal.RT11);
          SignalTimer timer = SignalTimer.create(TimerClock.MONOTONIC, Signal.RT11, 5)) {
        timer.start(Duration.ofMillis(1));
        System.out.println("timer " + queue.take().value());
      }
    }

    private static void spawn() throws Exception {
      Child child = Spawn.of("tr", "a-z", "A-Z").stdin(Stdio.pipe()).stdout(Stdio.pipe()).start();
      child.stdin().write("hello".getBytes(UTF_8));
      child.stdin().close();
      System.out.println("upper " + new String(child.stdout().readAllBytes(), UTF_8));
      child.stdout().close();
      child.waitFor();
    }

    private static void loop() throws Exception {
      try (EventLoop loop = EventLoop.open();
          Pipe pipe = Pipe.open()) {
        loop.onSignal(
            Signal.TERM,
            info -> {
              System.out.println("loop " + info.signal().fullName());
              write(pipe);
            });
        loop.onReadable(
            pipe.readEnd(),
            () -> {
              readAll(pipe);
              System.out.println("loop readable");
              loop.onExit(
                  exit3(),
                  status -> {
                    System.out.println("loop " + status);
                    loop.stop();
                  });
            });
        Signals.send(SELF, Signal.TERM);
        loop.run();
      }
    }

    private static Child exit3() {
      try {
        return Spawn.of("sh", "-c", "exit 3").start();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    private static void write(Pipe pipe) {
      try {
        pipe.writeEnd().write(ByteBuffer.allocateDirect(10));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    private static void readAll(Pipe pipe) {
      try {
        pipe.readEnd().read(ByteBuffer.allocate(10));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    private static void sockets() throws Exception {
      try (SocketPair pair = SocketPair.open();
          Pipe pipe = Pipe.open()) {
        pair.left().send(ByteBuffer.wrap(new byte[] {1}), pipe.writeEnd());
        UnixSocket.Received received =
            Objects.requireNonNull(pair.right().receive(ByteBuffer.allocate(1), 1));
        try (Fd copy = received.descriptors().getFirst()) {
          copy.write(ByteBuffer.wrap("passed through".getBytes(UTF_8)));
        }
        pipe.writeEnd().close();
        System.out.println(new String(pipe.readEnd().in().readAllBytes(), UTF_8));
      }
    }
  }
}
