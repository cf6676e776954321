package dev.signalman.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.Eventually;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// How hooks are found.
class HooksTest {
  @Test
  @DisplayName("STOP-34: a hook that waits for a lock is named also if there is no time to search")
  void withoutTime() throws Exception {
    Object lock = new Object();
    Hooks hooks = new Hooks();
    Thread hook =
        new Thread(
            () -> {
              synchronized (lock) {
                lock.notifyAll();
              }
            },
            "a-hook");
    synchronized (lock) {
      hook.start();
      Eventually.until("it waits", () -> hook.getState() == Thread.State.BLOCKED);
      assertThat(hooks.running(Duration.ZERO))
          .filteredOn(view -> view.name().equals("a-hook"))
          .singleElement()
          .satisfies(view -> assertThat(view.stack().getFirst()).contains("HooksTest"));
    }
    hook.join();
  }
}
