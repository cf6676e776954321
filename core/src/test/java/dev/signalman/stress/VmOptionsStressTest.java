package dev.signalman.stress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.StressRun;
import dev.signalman.testkit.StressTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Queued signals in a VM that handles fewer signals, looks at what native code does, or compiles
/// nothing. May be lost: nothing.
@StressTest
class VmOptionsStressTest {
  @ParameterizedTest(name = "{0}: no signal is lost or reordered, and the VM reports no error")
  @ValueSource(strings = {"-Xrs", "-Xcheck:jni", "-Xint"})
  void allArriveInOrder(String option) throws Exception {
    try (ChildJvm child =
        Stress.child(QueueWitness.class)
            .vm(option)
            .args("queue", "churn", Long.toString(StressRun.seed()), "HUP", "INT", "TERM")
            .start()) {
      child.expect("ready");
      new Flood(child, 10_000).run(20_000).end(option);
      assertThat(child.errors()).isEmpty();
    }
  }
}
