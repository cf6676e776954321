package dev.signalman.lifecycle.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.signalman.Signal;
import dev.signalman.lifecycle.Lifecycle;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The examples of the documentation, which run as tests.
class ExamplesTest {
  static final class App {
    public static void main(String[] args) throws Exception {
      Lifecycle life = Lifecycle.builder().open();
      new App().start(life);
      System.out.println("ready");
      life.await();
    }

    void start(Lifecycle life) {
      life.stage("store").add("db", () -> {});
      life.ready();
    }
  }

  @Test
  void virtual() throws Exception {
    VirtualProcess process = new VirtualProcess();
    Lifecycle life = process.open(Lifecycle.builder().drainDelay(Duration.ofSeconds(5)));
    new App().start(life); // adds stages and tasks
    process.signal(Signal.TERM);
    assertFalse(life.readiness().isReady());
    process.advance(Duration.ofSeconds(5)); // the drain delay: then the stages run
    assertEquals(0, process.status());
    assertTrue(process.report().clean());
  }

  @Test
  void real() throws Exception {
    try (ProgramUnderTest program = ProgramUnderTest.of(App.class, "--port=0").start()) {
      program.awaitOutput("ready");
      program.send(Signal.TERM);
      assertEquals(0, program.status());
      program.awaitError("stopped in");
    }
  }
}
