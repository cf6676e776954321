package dev.signalman.loop;

import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.io.Pipe;
import dev.signalman.process.Child;
import dev.signalman.process.Spawn;
import dev.signalman.process.Stdio;
import dev.signalman.signal.SelfPipe;
import dev.signalman.signal.SignalQueue;
import dev.signalman.signal.Signals;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// Work that a program has begun continues when no descriptor is left, even if its first result
/// comes only then. On a class path of folders, as here, a class that is first loaded at that
/// moment would fail.
class NoDescriptorLeftTest {
  @Test
  void startedWorkContinuesAndNewWorkIsRefusedWithTheReason() throws Exception {
    try (ChildJvm child = ChildJvm.start(Exhausted.class)) {
      child.expect("ready");
      Peer.succeed("prlimit", "--pid", "" + child.pid(), "--nofile=3:");
      child.send("");
      child.expect("killed by signal SIGTERM (15)", "echo 10", "exited with code 0");
      child.expect("queue 5", "handler 6", "pipe 7");
      child.expect("loop read 9", "loop 8", "loop killed by signal SIGKILL (9)");
      child.expect("closed", "EMFILE (Too many open files)");
      child.expectExit(0);
    }
  }

  static final class Exhausted {
    private Exhausted() {}

    public static void main(String[] args) throws Exception {
      long self = ProcessHandle.current().pid();
      Child sleep = Spawn.of("sleep", "100").start();
      Child cat = Spawn.of("cat").stdin(Stdio.pipe()).stdout(Stdio.pipe()).start();
      SignalQueue queue = Signals.queue(Signal.RT5);
      CountDownLatch handled = new CountDownLatch(1);
      Signals.handle(
          Signal.RT6,
          info -> {
            System.out.println("handler " + info.value());
            handled.countDown();
          });
      SelfPipe own = SelfPipe.open(Signal.RT7);
      Pipe pipe = Pipe.open();
      EventLoop loop = EventLoop.open();
      Child watched = Spawn.of("sleep", "100").start();
      loop.onReadable(
          pipe.readEnd(),
          () -> {
            read(pipe);
            Signals.raise(Signal.RT8);
          });
      loop.onSignal(
          Signal.RT8,
          info -> {
            System.out.println("loop 8");
            watched.send(Signal.KILL);
          });
      loop.onExit(
          watched,
          status -> {
            System.out.println("loop " + status);
            loop.stop();
          });
      System.out.println("ready");
      System.in.read();
      sleep.send(Signal.TERM);
      System.out.println(sleep.waitFor());
      cat.stdin().write(new byte[10]);
      cat.stdin().close();
      cat.waitFor(); // now a read need not wait, for which it would take a descriptor
      System.out.println("echo " + cat.stdout().readAllBytes().length);
      System.out.println(cat.waitFor());
      Signals.send(self, Signal.RT5, 5);
      System.out.println("queue " + queue.take().value());
      Signals.send(self, Signal.RT6, 6);
      handled.await();
      Signals.send(self, Signal.RT7, 7);
      System.out.println("pipe " + own.take().value());
      pipe.writeEnd().write(ByteBuffer.allocate(9));
      loop.run();
      loop.close();
      own.close();
      queue.close();
      System.out.println("closed");
      try {
        Pipe.open();
      } catch (PosixException e) {
        System.out.println(e.errno());
      }
    }

    private static void read(Pipe pipe) {
      try {
        System.out.println("loop read " + pipe.readEnd().readAvailable(ByteBuffer.allocate(10)));
      } catch (Exception e) {
        System.out.println(e);
      }
    }
  }
}
