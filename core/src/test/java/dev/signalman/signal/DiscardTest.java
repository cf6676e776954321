package dev.signalman.signal;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.loop.EventLoop;
import dev.signalman.posix.Memory;
import dev.signalman.posix.PollH;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import dev.signalman.time.Alarm;
import dev.signalman.time.SignalTimer;
import dev.signalman.time.TimerClock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The end of a receiver in which there is still something: what an own timer sent that was stopped
/// since, and what is thrown away on purpose, takes no action.
class DiscardTest {
  private static final String HANDLER_ONLY = "-Ddev.signalman.handlerOnly=true";

  @ParameterizedTest
  @DisplayName("LIFE-17: a stopped timer's unread signal does not end the process at close")
  @CsvSource({
    "pipe, ''",
    "loop, ''",
    "queue, ''",
    "timer, ''",
    "pipe, " + HANDLER_ONLY,
    "queue, " + HANDLER_ONLY
  })
  void signalOfAStoppedTimerIsDropped(String kind, String option) throws Exception {
    try (ChildJvm child = start(kind, option)) {
      child.expect("closed", "ALRM works", "foreign");
      child.expectExit(128 + Signal.ALRM.number()); // by the signal that was nobody's timer's
    }
  }

  @ParameterizedTest
  @DisplayName("LIFE-18: discardAndClose discards unread signals")
  @CsvSource({
    "discard-pipe, ''",
    "discard-loop, ''",
    "discard-queue, ''",
    "discard-pipe, " + HANDLER_ONLY,
    "discard-queue, " + HANDLER_ONLY
  })
  void thereIsACloseThatThrowsAway(String kind, String option) throws Exception {
    try (ChildJvm child = start(kind, option)) {
      child.expect("closed", "foreign");
      child.expectExit(128 + Signal.USR1.number()); // by the one that came afterwards
    }
  }

  @ParameterizedTest
  @DisplayName("LIFE-18: a queue discards only its own signals, not those of other queues")
  @ValueSource(strings = "discard-shared")
  void aQueueThrowsAwayItsOwnAlone(String kind) throws Exception {
    try (ChildJvm child = start(kind, "")) {
      child.expect("closed", "the other has USR1");
      child.expectExit(0);
    }
  }

  @Test
  @DisplayName("LIFE-18: discarded signals stay discarded without a reader")
  void isThrownAwayAtTheEndOfTheReader() throws Exception {
    try (ChildJvm child = start("discard-and-end", "")) {
      child.expect("closed", "no thread is left");
      child.expectExit(0);
    }
  }

  private static ChildJvm start(String kind, String option) throws Exception {
    ChildJvm.Builder builder = ChildJvm.of(Program.class).args(kind);
    return (option.isEmpty() ? builder : builder.vm(option)).start();
  }

  static final class Program {
    private Program() {}

    public static void main(String[] args) throws Exception {
      switch (args[0]) {
        case "pipe" -> pipe();
        case "loop" -> loop();
        case "queue" -> queue();
        case "timer" -> timer();
        case "discard-pipe" -> discardPipe();
        case "discard-loop" -> discardLoop();
        case "discard-queue" -> discardQueue();
        case "discard-and-end" -> {
          discardAndEnd();
          return;
        }
        default -> {
          shared();
          return;
        }
      }
      System.out.println("closed");
      boolean discards = args[0].startsWith("discard");
      if (!discards) {
        try (SelfPipe again = SelfPipe.open(Signal.ALRM)) {
          Alarm.set(Duration.ofMillis(1));
          System.out.println(again.take().signal() + " works");
        }
      }
      System.out.println("foreign");
      SelfPipe last = SelfPipe.open(discards ? Signal.USR1 : Signal.ALRM);
      Signals.raise(discards ? Signal.USR1 : Signal.ALRM);
      if (!discards) {
        Alarm.cancel(); // nothing of its own is there
      }
      last.close();
    }

    private static void awaitReadable(int descriptor) {
      Memory question = Memory.allocate(PollH.POLLFD_SIZE).putInt(0, descriptor);
      while (PollH.poll(question.putInt(4, PollH.POLLIN), 1, -1) < 0) {
        // a signal came in between
      }
    }

    /// Until it is there to be read: in the kernel, or written by the handler code.
    private static void alarm(SelfPipe pipe) throws Exception {
      Alarm.set(Duration.ofMillis(1));
      awaitReadable(pipe.descriptor());
      Alarm.cancel();
    }

    private static void pipe() throws Exception {
      SelfPipe pipe = SelfPipe.open(Signal.ALRM);
      alarm(pipe);
      if (pipe.take().signal() != Signal.ALRM) {
        System.out.println("what was sent before the stop was not heard");
      }
      alarm(pipe);
      pipe.close();
    }

    private static void loop() throws Exception {
      EventLoop loop = EventLoop.open();
      loop.onSignal(Signal.ALRM, _ -> System.out.println("called"));
      Alarm.set(Duration.ofMillis(1));
      Eventually.until("pending", () -> Signals.pending().contains(Signal.ALRM));
      Alarm.cancel();
      loop.close();
    }

    private static void queue() throws Exception {
      SignalQueue queue = Signals.queue(Signal.ALRM);
      try (SignalQueue fence = Signals.queue(Signal.ALRM)) {
        Alarm.set(Duration.ofMillis(1));
        fence.take(); // so the other has it, too
      }
      Alarm.cancel();
      queue.close();
    }

    private static void timer() throws Exception {
      SelfPipe pipe = SelfPipe.open(Signal.RT5, Signal.RT6);
      SignalTimer timer = SignalTimer.create(TimerClock.MONOTONIC, Signal.RT6, 7);
      timer.start(Duration.ofMillis(1));
      Eventually.until("pending", () -> Signals.pending().contains(Signal.RT6));
      Signals.raise(Signal.RT5);
      pipe.take(); // reads both
      timer.close();
      pipe.close();
    }

    private static void discardPipe() throws Exception {
      SelfPipe pipe = SelfPipe.open(SignalSet.of(Signal.USR1, Signal.TERM, Signal.RT5));
      fill();
      pipe.take(); // reads ahead
      Signals.raise(Signal.USR1);
      pipe.discardAndClose();
      pipe.discardAndClose();
    }

    private static void discardLoop() throws Exception {
      EventLoop loop = EventLoop.open();
      loop.onSignal(
          SignalSet.of(Signal.USR1, Signal.TERM, Signal.RT5), _ -> System.out.println("called"));
      fill();
      loop.discardAndClose();
    }

    private static void discardQueue() throws Exception {
      SignalQueue queue = Signals.queue(Signal.USR1, Signal.TERM, Signal.RT5);
      fill();
      queue.take();
      fill();
      queue.discardAndClose();
      queue.discardAndClose();
    }

    private static void shared() throws Exception {
      SignalQueue one = Signals.queue(Signal.USR1);
      SignalQueue other = Signals.queue(Signal.USR1);
      Signals.raise(Signal.USR1);
      one.discardAndClose();
      System.out.println("closed");
      System.out.println("the other has " + other.take().signal());
    }

    /// While the thread that reads is held up by an executor, TERM comes and is thrown away, and
    /// then nobody uses anything for so long that the thread is told to end.
    private static void discardAndEnd() throws Exception {
      CountDownLatch busy = new CountDownLatch(1);
      CountDownLatch gate = new CountDownLatch(1);
      SignalRegistration slow =
          Signals.handle(
              SignalSet.of(Signal.USR1),
              _ -> {},
              task -> {
                task.run();
                busy.countDown();
                awaitQuietly(gate);
              });
      SignalQueue queue = Signals.queue(Signal.TERM);
      Signals.raise(Signal.USR1);
      busy.await();
      Signals.raise(Signal.TERM);
      queue.discardAndClose();
      slow.close();
      System.out.println("closed");
      Eventually.until("all is told to end", () -> !isRunning("signalman-linger"));
      gate.countDown();
      Eventually.until("nothing reads", () -> !isRunning("signalman-reader"));
      System.out.println("no thread is left");
    }

    private static void awaitQuietly(CountDownLatch gate) {
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    private static boolean isRunning(String thread) {
      return Thread.getAllStackTraces().keySet().stream()
          .anyMatch(present -> present.getName().equals(thread));
    }

    private static void fill() throws Exception {
      Signals.raise(Signal.USR1);
      Signals.raise(Signal.TERM);
      for (int i = 0; i < 200; i++) {
        Signals.send(ProcessHandle.current().pid(), Signal.RT5, i);
      }
    }
  }
}
