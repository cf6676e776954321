package dev.signalman.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.StressRun;
import dev.signalman.testkit.StressTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Queued signals from two processes, beside everything that a VM does. May be lost: nothing. Each
/// comes once, with its value, in its sender's order.
///
/// 400,000 in every build, half with each of two collectors; in the long form ten million, a tenth
/// with each collector and each way to receive.
@StressTest
class QueuedSignalsStressTest {
  @TempDir private Path folder = Path.of("");

  static Stream<Arguments> runs() {
    if (!StressRun.isLong()) {
      return Stream.of(Arguments.of("G1", "pipe"), Arguments.of("Serial", "queue"));
    }
    return Stream.of("G1", "Serial", "Parallel", "Z", "Shenandoah")
        .flatMap(collector ->
            Stream.of("pipe", "queue").map(receiver -> Arguments.of(collector, receiver)));
  }

  @ParameterizedTest(name = "JVM-03: {0} collector, {1}: no signal is lost or reordered, no crash")
  @MethodSource("runs")
  void allArriveInOrder(String collector, String receiver) throws Exception {
    String option = "-XX:+Use" + collector + "GC";
    assumeTrue(
        Peer.run(ChildJvm.java(), option, "-version").status() == 0,
        () -> "skipped: this JDK has no " + collector + " collector");
    long seed = StressRun.seed();
    try (ChildJvm child =
        Stress.child(QueueWitness.class)
            .vm(option, "-Xmx256m", "-XX:ErrorFile=" + folder.resolve("hs_err"))
            .args(receiver, "churn", Long.toString(seed))
            // Those that HotSpot unblocks in each new thread, and those with two owners.
            .args("HUP", "INT", "TERM", "QUIT", "USR2", "URG")
            .start()) {
      child.expect("ready");
      new Flood(child, StressRun.count(100_000, 125_000))
          .run(StressRun.count(200_000, 1_000_000))
          .end(collector + ", " + receiver);
    }
    assertThat(Files.exists(folder.resolve("hs_err"))).isFalse();
  }
}
