package dev.signalman.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReaperTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  private static Thread reaper() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("signalman-reaper"))
        .findAny()
        .orElseThrow();
  }

  /// As when the VM begins to go down, and a shutdown hook waits for a child.
  @Test
  void anInterruptionWhileAChildEndsLosesNoStatus() throws Exception {
    assertThat(Spawn.of("true").start().waitFor().isSuccess()).isTrue();
    Thread reaper = reaper();
    Thread nuisance =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              while (!Thread.currentThread().isInterrupted()) {
                reaper.interrupt();
                Thread.onSpinWait();
              }
            });
    try {
      for (int i = 0; i < 200; i++) {
        Child child = Spawn.of("true").start();
        assertThat(child.waitFor(LONG)).as("status of child " + i).isNotNull();
      }
    } finally {
      nuisance.interrupt();
      nuisance.join();
    }
  }
}
