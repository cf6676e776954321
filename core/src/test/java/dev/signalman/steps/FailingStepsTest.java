package dev.signalman.steps;

import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.StressRun;
import dev.signalman.testkit.StressTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// An operation of which one step fails, whichever, leaves the process as it was, and can be made
/// again. A release that fails can be repeated, and leaves nothing then. The short form tries a
/// sample of the steps.
@StressTest
class FailingStepsTest {
  @Test
  void nothingIsLeftOfAnOperationThatFails() throws Exception {
    List<String> operations = Arrays.stream(Operation.values()).map(Operation::name).toList();
    String which = StressRun.isLong() ? FailingSteps.EACH : Long.toString(StressRun.seed());
    List<String> arguments = new ArrayList<>(List.of(which));
    arguments.addAll(operations);
    try (ChildJvm child =
        ChildJvm.of(FailingSteps.class)
            .vm("-Ddev.signalman.posix.seam=true")
            .args(arguments.toArray(String[]::new))
            .limit(Duration.ofMinutes(10))
            .start()) {
      child.process().waitFor(); // no longer than its limit
      for (String operation : operations) {
        child.expect(operation + " tried");
      }
      child.expectExit(0);
    }
  }
}
