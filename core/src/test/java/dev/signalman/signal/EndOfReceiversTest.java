package dev.signalman.signal;

import dev.signalman.ReceiverClosedException;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Peer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What ends receivers and waits beside their own close.
class EndOfReceiversTest {
  @Test
  @DisplayName(
      "LIFE-19: a queue whose last signal is ignored, restored or set to default is closed")
  void aQueueWithoutASignalIsClosed() throws Exception {
    try (ChildJvm child = ChildJvm.start(Withdrawn.class)) {
      child.expect("ignore: take ends, open false false", "restore: take ends, open false false");
      child.expect("setDefault: take ends, open false false");
      child.expect("another is left: open true, SIGUSR2");
      child.expectExit(0);
    }
  }

  static final class Withdrawn {
    private Withdrawn() {}

    private interface Verb {
      Disposition apply(Signal signal);
    }

    public static void main(String[] args) throws Exception {
      withdraw("ignore", Signals::ignore);
      withdraw("restore", Signals::restore);
      withdraw("setDefault", Signals::setDefault);
      SignalQueue two = Signals.queue(Signal.USR1, Signal.USR2);
      Signals.ignore(Signal.USR1);
      Signals.raise(Signal.USR2);
      System.out.println(
          "another is left: open " + two.isOpen() + ", " + two.take().signal().fullName());
      System.exit(0);
    }

    private static void withdraw(String name, Verb verb) throws Exception {
      SignalQueue queue = Signals.queue(Signal.URG);
      SignalRegistration handler = Signals.handle(Signal.URG, _ -> {});
      CountDownLatch ended = new CountDownLatch(1);
      Thread taker =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  queue.take();
                } catch (ReceiverClosedException _) {
                  ended.countDown();
                } catch (InterruptedException _) {
                  System.out.println("interrupted");
                }
              });
      Eventually.until("waits", () -> taker.getState() == Thread.State.WAITING);
      verb.apply(Signal.URG);
      boolean ends = ended.await(30, TimeUnit.SECONDS);
      System.out.println(
          name
              + (ends ? ": take ends" : ": take waits")
              + ", open "
              + queue.isOpen()
              + " "
              + handler.isOpen());
      queue.close();
      handler.close();
      Signals.restore(Signal.URG);
    }
  }

  @Test
  @DisplayName("LIFE-20: signals handled before a thread was made do not end its pause")
  void aLateThreadPausesUntilTheNextSignal() throws Exception {
    try (ChildJvm child = ChildJvm.start(Late.class)) {
      child.expect("early paused SIGUSR1", "late waits", "late paused SIGUSR2");
      child.expectExit(0);
    }
  }

  static final class Late {
    private Late() {}

    public static void main(String[] args) throws Exception {
      Thread early = new Thread(() -> pause("early"));
      Signals.handle(Signal.USR1, _ -> {});
      Signals.handle(Signal.USR2, _ -> {});
      Signals.raise(Signal.USR1);
      Signals.pause();
      early.start(); // it is older than the signal: none may fall between its making and its pause
      early.join();
      Thread late = new Thread(() -> pause("late"));
      late.start();
      Eventually.until(
          "waits or has ended",
          () ->
              late.getState() == Thread.State.WAITING
                  || late.getState() == Thread.State.TERMINATED);
      System.out.println(late.isAlive() ? "late waits" : "late does not wait");
      Signals.raise(Signal.USR2);
      late.join();
      System.exit(0);
    }

    private static void pause(String name) {
      try {
        System.out.println(name + " paused " + Signals.pause().signal().fullName());
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  @DisplayName("LIFE-21: a receiver that is being closed still gets a signal, with its sender")
  void aSignalDuringTheEndOfAReceiverReachesIt() throws Exception {
    try (ChildJvm child = ChildJvm.start(Ending.class)) {
      child.expect("ready");
      Peer.kill("USR1", child.pid());
      child.expect("came from another process", "closed");
      child.expectExit(0);
    }
  }

  static final class Ending {
    private Ending() {}

    /// What the engine, and a copy of this library in another class loader, take turns on.
    private static final Object TURN = "dev.signalman: dispositions of this process".intern();

    public static void main(String[] args) throws Exception {
      Signals.ignore(Signal.USR1);
      SignalQueue queue = Signals.queue(Signal.USR1);
      Thread closer = new Thread(queue::close);
      synchronized (TURN) {
        closer.start();
        Eventually.until("waits for its turn", () -> closer.getState() == Thread.State.BLOCKED);
        System.out.println("ready");
        SignalInfo info = queue.poll(Duration.ofSeconds(20));
        boolean other = info != null && info.pid() != ProcessHandle.current().pid();
        System.out.println(other ? "came from another process" : "got " + info);
      }
      closer.join();
      System.out.println("closed");
      System.exit(0);
    }
  }
}
