package dev.signalman.signal;

import dev.signalman.Signal;
import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildJvm;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Signals that come at the moment in which a receiver comes or goes. USR1 does not forgive:
/// wherever neither the receiver nor the claim has it, it ends the process.
class LostWindowTest {
  private static ChildJvm start(Class<?> main, String... args) throws Exception {
    String answer = CProgram.compile(LostWindowTest.class, "/c/answer.c").path().toString();
    return ChildJvm.of(main).args(answer).args(args).limit(Duration.ofSeconds(110)).start();
  }

  /// Another process, which sends USR1 to this one whenever it is asked to.
  private static final class Sender implements AutoCloseable {
    private final Process process;

    Sender(String program) throws IOException {
      process = new ProcessBuilder(program).start();
    }

    void ask() throws IOException {
      process.getOutputStream().write(Signal.USR1.number());
      process.getOutputStream().flush();
    }

    /// Waits until it has sent what it was asked for.
    void awaitSent() throws IOException {
      if (process.getInputStream().read() != Signal.USR1.number()) {
        throw new IOException("the sender is gone");
      }
    }

    @Override
    public void close() {
      process.destroy();
    }
  }

  @Test
  @DisplayName("HND-15: each of a thousand receivers gets a signal sent right after it is opened")
  void noWindowAfterTheStart() throws Exception {
    try (ChildJvm child = start(ThousandStarts.class)) {
      for (int count = 100; count <= 1000; count += 100) { // each hundred has the usual patience
        child.expect("missed 0 of " + count);
      }
      child.expectExit(0);
    }
  }

  static final class ThousandStarts {
    private static int missed;

    public static void main(String[] args) throws Exception {
      try (Sender sender = new Sender(args[0])) {
        for (int i = 1; i <= 500; i++) {
          CountDownLatch handled = new CountDownLatch(1);
          SignalRegistration registration =
              Signals.handle(Signal.USR1, info -> handled.countDown());
          sender.ask();
          missed += handled.await(10, TimeUnit.SECONDS) ? 0 : 1;
          sender.awaitSent();
          registration.close();
          try (SelfPipe pipe = SelfPipe.open(Signal.USR1)) {
            sender.ask();
            missed += pipe.poll(10, TimeUnit.SECONDS) == null ? 1 : 0;
            sender.awaitSent();
          }
          if (i % 50 == 0) {
            System.out.println("missed " + missed + " of " + 2 * i);
          }
        }
      }
    }
  }

  @ParameterizedTest(
      name = "HND-14, HND-15: a signal during the close of a {0} is handled, or kills")
  @CsvSource({"handler, 10", "queue, 5", "pipe, 5"})
  void noWindowAtTheEnd(String receiver, int children) throws Exception {
    for (int i = 0; i < children; i++) {
      long delay = TimeUnit.MICROSECONDS.toNanos(400) * i / children;
      try (ChildJvm child = start(Closer.class, receiver, Long.toString(delay))) {
        boolean killed = child.exit() == 128 + Signal.USR1.number();
        if (!killed && !child.remainingLines().equals(List.of("handled 10"))) {
          throw child.failure("neither handled each time nor killed by USR1");
        }
      }
    }
  }

  static final class Closer {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);
    private static final AtomicInteger HANDLED = new AtomicInteger();

    public static void main(String[] args) throws Exception {
      try (Sender sender = new Sender(args[0])) {
        for (int attempt = 0; attempt < 10; attempt++) {
          SignalReceiver receiver = open(args[1]);
          sender.ask();
          spin(Long.parseLong(args[2]));
          look(receiver);
          receiver.close();
          sender.awaitSent();
          long start = System.nanoTime();
          while (HANDLED.get() == attempt) { // until USR1 kills
            if (System.nanoTime() - start > PATIENCE) {
              System.out.println("lost");
              System.exit(1);
            }
            Thread.onSpinWait();
          }
        }
      }
      System.out.println("handled " + HANDLED);
    }

    private static SignalReceiver open(String kind) throws Exception {
      return switch (kind) {
        case "handler" -> Signals.handle(Signal.USR1, info -> HANDLED.incrementAndGet());
        case "queue" -> Signals.queue(Signal.USR1);
        default -> SelfPipe.open(Signal.USR1);
      };
    }

    private static void look(SignalReceiver receiver) {
      Object seen =
          switch (receiver) {
            case SelfPipe pipe -> pipe.poll();
            case SignalQueue queue -> queue.poll();
            case SignalRegistration registration -> null;
          };
      HANDLED.addAndGet(seen == null ? 0 : 1);
    }

    private static void spin(long nanos) {
      long start = System.nanoTime();
      while (System.nanoTime() - start < nanos) {
        Thread.onSpinWait();
      }
    }
  }
}
