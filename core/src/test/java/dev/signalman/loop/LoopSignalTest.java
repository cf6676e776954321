package dev.signalman.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Registration;
import dev.signalman.Signal;
import dev.signalman.SignalClaimedException;
import dev.signalman.SignalSet;
import dev.signalman.io.Pipe;
import dev.signalman.process.Child;
import dev.signalman.process.Spawn;
import dev.signalman.signal.Signals;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import dev.signalman.testkit.SleepingThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LoopSignalTest {
  private static final int KILLED_BY_USR1 = 128 + 10;

  @Test
  void signalsComeInTheLoopsThreadUntilTheirRegistrationIsClosed() throws Exception {
    try (ChildJvm child = ChildJvm.start(Receiving.class)) {
      child.expect("ready");
      Peer sender = Peer.kill("USR1", child.pid());
      child.expect("USR1 from " + sender.pid() + " in main");
      Peer.queue("" + Signal.RT3.number(), 42, child.pid());
      child.expect("RT3 42");
      Peer.kill("HUP", child.pid());
      child.expect("HUP closes USR1", "USR1 is free", "stopped");
      Peer.kill("USR1", child.pid());
      child.expectExit(KILLED_BY_USR1);
    }
  }

  /// Receives in its main thread.
  static final class Receiving {
    private Receiving() {}

    public static void main(String[] args) throws Exception {
      try (EventLoop loop = EventLoop.open()) {
        Registration usr1 =
            loop.onSignal(
                Signal.USR1,
                info ->
                    System.out.println(
                        info.signal()
                            + " from "
                            + info.pid()
                            + " in "
                            + Thread.currentThread().getName()));
        loop.onSignal(
            SignalSet.of(Signal.RT3, Signal.RT4),
            info -> System.out.println(info.signal() + " " + info.value()));
        loop.onSignal(
            Signal.HUP,
            info -> {
              usr1.close();
              System.out.println("HUP closes USR1");
              loop.onSignal(Signal.USR1, other -> {}).close();
              System.out.println("USR1 is free");
              loop.stop();
            });
        loop.execute(() -> System.out.println("ready"));
        loop.run();
        System.out.println("stopped");
        Thread.sleep(Duration.ofMinutes(1));
      }
    }
  }

  @Test
  void stopLeavesTheNextSignalForTheNextRun() throws Exception {
    try (ChildJvm child = ChildJvm.start(Stopping.class)) {
      child.expect("1", "stopped", "2", "stopped", "3", "stopped");
      child.expectExit(0);
    }
  }

  /// Stops at each signal.
  static final class Stopping {
    private Stopping() {}

    public static void main(String[] args) throws Exception {
      try (EventLoop loop = EventLoop.open()) {
        loop.onSignal(
            Signal.RT3,
            info -> {
              System.out.println(info.value());
              loop.stop();
            });
        for (int i = 1; i <= 3; i++) {
          Signals.send(ProcessHandle.current().pid(), Signal.RT3, i);
        }
        for (int i = 1; i <= 3; i++) {
          loop.run();
          System.out.println("stopped");
        }
      }
    }
  }

  @Test
  void manySignalsAtOnceAllCome() throws Exception {
    try (ChildJvm child = ChildJvm.start(Counting.class)) {
      child.expect("256 in order");
      child.expectExit(0);
    }
  }

  /// Counts signals that were there before the loop ran: more than it handles in one go.
  static final class Counting {
    private Counting() {}

    public static void main(String[] args) throws Exception {
      List<Long> values = new ArrayList<>();
      try (EventLoop loop = EventLoop.open()) {
        loop.onSignal(
            SignalSet.of(Signal.RT3, Signal.USR1),
            info -> {
              if (info.signal() == Signal.USR1) {
                queueMany(); // after it: then the turn ends one before the last
              } else {
                values.add(info.value());
              }
              if (values.size() == 256) {
                loop.stop();
              }
            });
        Signals.raise(Signal.USR1);
        loop.run();
      }
      boolean sorted = values.stream().sorted().toList().equals(values);
      System.out.println(values.size() + (sorted ? " in order" : " mixed up"));
    }

    private static void queueMany() throws Exception {
      for (int i = 0; i < 256; i++) {
        Signals.send(ProcessHandle.current().pid(), Signal.RT3, i);
      }
    }
  }

  @Test
  void aSignalThatIsTakenIsRefusedAndNothingIsLeftBehind() throws Exception {
    try (ChildJvm child = ChildJvm.start(Refused.class)) {
      child.expect("refused USR1", "had it", "closed gives back");
      child.expectExit(0);
    }
  }

  /// Asks for what is taken.
  static final class Refused {
    private Refused() {}

    public static void main(String[] args) throws Exception {
      EventLoop loop = EventLoop.open();
      var other = Signals.queue(Signal.USR1);
      var before = ProcFs.descriptors(ProcessHandle.current().pid());
      try {
        loop.onSignal(SignalSet.of(Signal.USR2, Signal.USR1), info -> {});
      } catch (SignalClaimedException e) {
        System.out.println("refused USR1");
      }
      var after = ProcFs.descriptors(ProcessHandle.current().pid());
      if (!before.entrySet().containsAll(after.entrySet())) {
        System.out.println("left a descriptor");
      }
      other.close();
      loop.onSignal(
          SignalSet.of(Signal.USR2, Signal.USR1),
          info -> {
            System.out.println("had it");
            loop.stop();
          });
      Signals.raise(Signal.USR1);
      loop.run();
      loop.close();
      Signals.queue(Signal.USR1).close();
      System.out.println("closed gives back");
    }
  }

  @Test
  void anIdleLoopStaysAsleep() throws Exception {
    try (ChildJvm child = ChildJvm.start(Idle.class)) {
      child.expect("ready");
      SleepingThreads.await(child.pid(), "idle-loop|signalman-reape", 2);
      Peer.kill("TERM", child.pid());
      child.expectExit(0);
    }
  }

  /// Watches one of everything.
  static final class Idle {
    private Idle() {}

    public static void main(String[] args) throws Exception {
      Pipe pipe = Pipe.open();
      EventLoop loop = EventLoop.open();
      Child child = Spawn.of("sleep", "60").start();
      loop.onReadable(pipe.readEnd(), () -> {});
      loop.onSignal(SignalSet.TERMINATION, info -> loop.stop());
      loop.every(Duration.ofMinutes(1), () -> {});
      loop.onExit(child, status -> {});
      loop.execute(() -> System.out.println("ready"));
      Thread running = LoopThread.start(loop, Thread.ofPlatform().name("idle-loop")).thread();
      running.join();
      child.send(Signal.KILL);
      System.exit(0);
    }
  }

  @Test
  @DisplayName("CHLD-15, CHLD-16 each exit is reported once, also of a child that ended before")
  void exitsAreTold() throws Exception {
    try (ChildJvm child = ChildJvm.start(Watching.class)) {
      child.expect("ready");
      child.send("");
      List<String> two = new ArrayList<>();
      two.add(child.line());
      two.add(child.line());
      assertThat(two)
          .containsExactlyInAnyOrder(
              "first exited with code 78 in main", "second killed by signal SIGTRAP (5) in main");
      child.expect("early exited with code 4 in main", "done");
      child.expectExit(0);
    }
  }

  /// Two children that end together, one that has ended before it is watched, one that nobody wants
  /// to know about any more.
  static final class Watching {
    private Watching() {}

    public static void main(String[] args) throws Exception {
      Pipe gate = Pipe.open();
      try (EventLoop loop = EventLoop.open()) {
        Spawn waiting = Spawn.of("sh", "-c", "read x <&3; exit 78").fd(3, gate.readEnd());
        watch(loop, "first", waiting.start());
        waiting = Spawn.of("sh", "-c", "read x <&3; kill -TRAP $$").fd(3, gate.readEnd());
        watch(loop, "second", waiting.start());
        waiting = Spawn.of("sh", "-c", "read x <&3").fd(3, gate.readEnd());
        loop.onExit(waiting.start(), status -> System.out.println("unwanted")).close();
        System.out.println("ready");
        System.in.read();
        gate.close();
        for (int i = 0; i < 2; i++) {
          loop.run();
        }
        Child early = Spawn.of("sh", "-c", "exit 4").start();
        early.waitFor();
        watch(loop, "early", early);
        loop.run();
        System.out.println("done");
      }
    }

    private static void watch(EventLoop loop, String name, Child child) {
      loop.onExit(
          child,
          status -> {
            System.out.println(name + " " + status + " in " + Thread.currentThread().getName());
            loop.stop();
          });
    }
  }
}
