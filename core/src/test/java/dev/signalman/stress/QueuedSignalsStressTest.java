package dev.signalman.stress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.signal.SelfPipe;
import dev.signalman.signal.SignalQueue;
import dev.signalman.signal.Signals;
import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.ChildProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Queued signals from two processes, beside everything that a VM does: none lost, none out of
/// order.
///
/// A million in every build, half with each of two collectors; with `-Dstress.seconds` so long for
/// each collector and each way to receive.
@Tag("stress")
@Timeout(value = 2, unit = TimeUnit.HOURS)
class QueuedSignalsStressTest {
  private static final Signal SIGNAL = Signal.RT6;
  private static final int SENDERS = 2;
  private static final int ROUND = 125_000;
  private static final int LEAST = 500_000;

  @TempDir private Path folder = Path.of("");

  static Stream<Arguments> runs() {
    if (!Stress.isLong()) {
      return Stream.of(Arguments.of("G1", "pipe"), Arguments.of("Serial", "queue"));
    }
    return Stream.of("G1", "Serial", "Parallel", "Z", "Shenandoah")
        .flatMap(collector ->
            Stream.of("pipe", "queue").map(receiver -> Arguments.of(collector, receiver)));
  }

  @ParameterizedTest(name = "JVM-03: {0} collector, {1}: none lost, none out of order, no crash")
  @MethodSource("runs")
  void allArriveInOrder(String collector, String receiver) throws Exception {
    CProgram flood = CProgram.compile(QueuedSignalsStressTest.class, "/c/flood.c");
    long seed = Stress.seed();
    try (ChildJvm child =
        Stress.child(Receive.class)
            .vm("-XX:+Use" + collector + "GC", "-Xmx256m")
            .vm("-XX:ErrorFile=" + folder.resolve("hs_err"))
            .args(receiver, Long.toString(seed))
            .start()) {
      child.expect("ready");
      long begun = System.nanoTime();
      int sent = 0;
      do {
        child.send("round");
        send(flood, child);
        sent += SENDERS * ROUND;
        child.expect("received " + sent + ", 0 out of order, dropped 0");
      } while (sent < LEAST || System.nanoTime() - begun < Stress.time().toNanos());
      long millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
      child.send("end");
      String churn = child.line();
      child.expectExit(0);
      System.out.printf(
          "stress: %s, %s, seed %d: %d signals in %d ms beside %s%n",
          collector, receiver, seed, sent, millis, churn);
      assertThat(churn).endsWith(" 0 wrong");
    }
    assertThat(Files.exists(folder.resolve("hs_err"))).isFalse();
  }

  private static void send(CProgram flood, ChildJvm child) throws Exception {
    List<ChildProgram> senders = new ArrayList<>();
    try {
      for (int sender = 0; sender < SENDERS; sender++) {
        senders.add(
            flood.start(
                Integer.toString(child.pid()),
                Integer.toString(SIGNAL.number()),
                Integer.toString(sender),
                Integer.toString(ROUND)));
      }
      for (ChildProgram sender : senders) {
        assertThat(sender.process().waitFor()).isZero();
      }
    } finally {
      senders.forEach(ChildProgram::close);
    }
  }

  static final class Receive {
    private static final long[] NEXT = new long[SENDERS];
    private static long received;
    private static long disordered;

    private interface Source {
      SignalInfo take() throws InterruptedException;
    }

    public static void main(String[] args) throws Exception {
      // Those that HotSpot unblocks in each new thread, and those with two owners, are claimed too.
      SelfPipe others =
          SelfPipe.open(SignalSet.TERMINATION.with(Signal.QUIT).with(Signal.USR2).with(Signal.URG));
      Churn churn = Churn.start(Long.parseLong(args[1]));
      if (args[0].equals("pipe")) {
        SelfPipe pipe = SelfPipe.open(SIGNAL);
        run(pipe::take, pipe::dropped);
      } else {
        SignalQueue queue = Signals.subscribe(SIGNAL);
        run(queue::take, queue::dropped);
      }
      System.out.println(churn.stop());
      others.close();
    }

    private static void run(Source source, LongSupplier dropped) throws Exception {
      System.out.println("ready");
      for (int total = SENDERS * ROUND; Stress.next().equals("round"); total += SENDERS * ROUND) {
        NEXT[0] = 0;
        NEXT[1] = 0;
        while (received < total) {
          check(source.take());
        }
        System.out.printf(
            "received %d, %d out of order, dropped %d%n",
            received, disordered, dropped.getAsLong());
      }
    }

    /// The upper half of a value is the sender, the lower its sequence number.
    private static void check(SignalInfo info) {
      int sender = (int) (info.value() >>> 32);
      long sequence = info.value() & 0xffff_ffffL;
      disordered += sequence == NEXT[sender] ? 0 : 1;
      NEXT[sender] = sequence + 1;
      received++;
    }
  }
}
