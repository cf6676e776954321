package dev.signalman.micrometer;

import dev.signalman.testkit.ChildJvm;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignalmanMetricsTest {
  @ParameterizedTest(name = "oldest Micrometer: {0}")
  @DisplayName("MICROMETER-01 to 06: meters, their names, and what a failing registry stops")
  @ValueSource(booleans = {false, true})
  void counts(boolean oldest) throws Exception {
    ChildJvm.Builder program = ChildJvm.of(Counted.class);
    if (oldest) {
      program.replaceJars("micrometer-.*", Path.of("target", "micrometer-oldest"));
    }
    try (ChildJvm child = program.start()) {
      // Dashboards use these names.
      child.expect(
          "signalman.children.active GAUGE",
          "signalman.handler.delay TIMER",
          "signalman.signals COUNTER cause signal",
          "signalman.signals.dropped COUNTER reason signal",
          "signalman.stop.stage TIMER stage");
      child.expect("USR1 by KILL: 1", "RT0 by KILL: 1", "delays: 1", "dropped: 1");
      child.expect("children while it lives: 1", "children: 0", "drain: 1 of 3 s");
      child.expect("closed: no gauge, USR1 still 1");
      child.expect("bound again: USR1 2, children 0");
      child.expect("handled with a registry that throws: 3, told 1", "child ended");
      child.expect("end");
      child.expectExit(0);
    }
  }
}
