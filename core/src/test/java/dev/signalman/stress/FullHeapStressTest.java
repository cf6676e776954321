package dev.signalman.stress;

import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.StressRun;
import dev.signalman.testkit.StressTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A heap of 64 MB, most of it live, and allocations that fail. May be lost: nothing that is read
/// from a `SelfPipe`, which keeps what has not been read in the kernel.
@StressTest
class FullHeapStressTest {
  static Stream<String> collectors() {
    return StressRun.isLong() ? Stream.of("Serial", "G1", "Z") : Stream.of("Serial");
  }

  @ParameterizedTest(name = "{0} collector: no signal is lost or reordered in 64 MB")
  @MethodSource("collectors")
  void allArriveInOrder(String collector) throws Exception {
    try (ChildJvm child =
        Stress.child(QueueWitness.class)
            .vm("-XX:+Use" + collector + "GC", "-Xmx64m")
            .args("pipe", "full heap", Long.toString(StressRun.seed()), "TERM")
            .start()) {
      child.expect("ready");
      new Flood(child, 20_000).run(40_000).end("64 MB, " + collector);
    }
  }
}
