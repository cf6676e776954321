package dev.signalman.stress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.signal.SelfPipe;
import dev.signalman.signal.SignalQueue;
import dev.signalman.signal.Signals;
import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Lines;
import dev.signalman.testkit.StressRun;
import dev.signalman.testkit.StressTest;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Claims that end while signals arrive: each signal is delivered, or takes its old action, never
/// neither and never both. In the end no thread blocks it.
@StressTest
class ReleaseRacesStressTest {
  private static final Signal SIGNAL = Signal.RT7;
  private static final int SENDERS = 2;

  private static final int EACH = 100_000;

  /// What is unread at a release often finds no room when it is sent again.
  private static final String[] FULL_QUEUE = {"prlimit", "--sigpending=40"};

  /// Sent in a row: many claims shall begin and end while they come.
  private static final int BURST = 50;

  @ParameterizedTest(
      name = "SC-03: each queued signal is received or handled by the library before, {0}")
  @ValueSource(
      strings = {"signalfd, in the long form with a queue that is mostly full", "handlerOnly"})
  void receivedOrHandledByTheOwnerBefore(String mode) throws Exception {
    CProgram flood = CProgram.compile(ReleaseRacesStressTest.class, "/c/flood.c");
    CProgram tally =
        CProgram.compile(ReleaseRacesStressTest.class, "/c/tally.c", "-shared", "-fPIC");
    long begun = System.nanoTime();
    do {
      long seed = StressRun.seed();
      try (ChildJvm child =
          Stress.child(ClaimAndRelease.class)
              .prefix(StressRun.isLong() && mode.endsWith("full") ? FULL_QUEUE : new String[0])
              .vm("-Ddev.signalman.handlerOnly=" + mode.equals("handlerOnly"))
              .args(tally.path().toString(), Long.toString(seed))
              .start()) {
        child.expect("ready");
        List<ChildProgram> senders = new ArrayList<>();
        for (int sender = 0; sender < SENDERS; sender++) {
          senders.add(
              flood.start(
                  Integer.toString(child.pid()),
                  Integer.toString(SIGNAL.number()),
                  Integer.toString(sender),
                  Integer.toString(EACH),
                  Integer.toString(BURST)));
        }
        for (ChildProgram sender : senders) {
          sender.expectExit(0);
          sender.close();
        }
        child.send("end");
        String result = child.line();
        System.out.printf("stress: releases, %s, seed %d: %s%n", mode, seed, result);
        // What finds the pipe full is told: nobody reads it while a claim is being made.
        assertThat(result).endsWith(" 0 of neither uncounted, 0 of both, 0 unknown");
        child.expectExit(0);
      }
    } while (System.nanoTime() - begun < StressRun.time().toNanos() && StressRun.isLong());
  }

  static final class ClaimAndRelease {
    private static final byte[][] RECEIVED = new byte[SENDERS][EACH];
    private static volatile boolean done;

    @SuppressWarnings("restricted") // a library of C code has to be loaded and asked somehow
    public static void main(String[] args) throws Throwable {
      Linker linker = Linker.nativeLinker();
      SymbolLookup tally = SymbolLookup.libraryLookup(Path.of(args[0]), Arena.global());
      linker
          .downcallHandle(
              tally.findOrThrow("tally_begin"), FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT))
          .invoke(SIGNAL.number());
      MethodHandle seen =
          linker.downcallHandle(
              tally.findOrThrow("tally_seen"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
      MethodHandle unknown =
          linker.downcallHandle(
              tally.findOrThrow("tally_unknown"), FunctionDescriptor.of(ValueLayout.JAVA_INT));
      System.out.println("ready");
      Thread end = Thread.ofPlatform().start(ClaimAndRelease::awaitEnd);
      Random random = new Random(Long.parseLong(args[1]));
      int claims = 0;
      int received = 0;
      long dropped = 0;
      while (!done) {
        claims++;
        if (random.nextInt(4) == 0) {
          SignalQueue queue = Signals.queue(SIGNAL);
          for (int i = random.nextInt(200); i > 0 && !done; i--) {
            received += note(queue.poll(Duration.ofMillis(1)));
          }
          queue.close();
          dropped += queue.dropped();
        } else {
          SelfPipe pipe = SelfPipe.open(SIGNAL);
          for (int i = random.nextInt(200); i > 0 && !done; i--) {
            received += note(pipe.poll(Duration.ofMillis(1)));
          }
          pipe.close();
          dropped += pipe.dropped();
        }
      }
      end.join();
      Masks.await(false, SIGNAL);
      int neither = 0;
      int both = 0;
      for (int sender = 0; sender < SENDERS; sender++) {
        for (int sequence = 0; sequence < EACH; sequence++) {
          int times = RECEIVED[sender][sequence] + (int) seen.invoke(sender, sequence);
          neither += times == 0 ? 1 : 0;
          both += times > 1 ? 1 : 0;
        }
      }
      System.out.printf(
          "%d claims, %d of %d received, %d dropped, %d of neither uncounted, %d of both, %d unknown%n",
          claims,
          received,
          SENDERS * EACH,
          dropped,
          neither - dropped,
          both,
          (int) unknown.invoke());
    }

    private static void awaitEnd() {
      try {
        Lines.next();
        done = true;
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    private static int note(@Nullable SignalInfo info) {
      if (info == null) {
        return 0;
      }
      RECEIVED[(int) (info.value() >>> 32)][(int) info.value()]++;
      return 1;
    }
  }

  @ParameterizedTest(name = "SC-03: a TERM that meets close() is received or ends the VM, {0}")
  @ValueSource(strings = {"signalfd", "handlerOnly"})
  void termIsReceivedOrEndsTheVm(String mode) throws Exception {
    int children = StressRun.isLong() ? 10 : 3;
    int rounds = 0;
    for (int i = 0; i < children; i++) {
      long seed = StressRun.seed();
      try (ChildJvm child =
          Stress.child(CloseAgainstTerm.class)
              .vm("-Ddev.signalman.handlerOnly=" + mode.equals("handlerOnly"))
              .args(Long.toString(seed))
              .start()) {
        List<String> lines = child.remainingLines();
        assertThat(lines).as("seed %d", seed).containsAnyOf("hook", "all received");
        child.expectExit(lines.contains("hook") ? 143 : 0); // not always the last line
        rounds += lines.size() - 1;
      }
    }
    System.out.printf("stress: TERM against close(), %s: %d rounds%n", mode, rounds);
  }

  /// In each round a TERM is sent at about the time of close(). Either it is received, or it ends
  /// the VM; otherwise the test runs into its time limit.
  static final class CloseAgainstTerm {
    public static void main(String[] args) throws Exception {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
      Random random = new Random(Long.parseLong(args[0]));
      for (int round = 0; round < 50; round++) {
        SelfPipe pipe = SelfPipe.open(Signal.TERM);
        CountDownLatch start = new CountDownLatch(1);
        Thread sender = Thread.ofPlatform().start(() -> raiseAfter(start, random.nextInt(3000)));
        start.countDown();
        boolean received = pipe.poll(random.nextInt(300), TimeUnit.MICROSECONDS) != null;
        pipe.close();
        sender.join();
        if (!received) {
          System.out.println("to end");
          Thread.sleep(Long.MAX_VALUE);
        }
        System.out.println("received");
      }
      System.out.println("all received");
    }

    private static void raiseAfter(CountDownLatch start, int turns) {
      try {
        start.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      for (int i = 0; i < turns; i++) {
        Thread.onSpinWait();
      }
      Signals.raise(Signal.TERM);
    }
  }
}
