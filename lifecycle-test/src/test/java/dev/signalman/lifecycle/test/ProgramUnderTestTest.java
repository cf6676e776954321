package dev.signalman.lifecycle.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signalman.Signal;
import dev.signalman.lifecycle.Lifecycle;
import dev.signalman.testkit.Eventually;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgramUnderTestTest {
  /// A program of a user.
  static final class App {
    private App() {}

    public static void main(String[] args) throws Exception {
      Lifecycle life = Lifecycle.builder().open();
      life.stage("store").add("db", () -> System.out.println("closed the " + args[0]));
      System.out.println("ready " + System.getProperty("place") + System.getenv("COLOUR"));
      life.await();
    }
  }

  @Test
  void stopsByARealSignal() throws Exception {
    try (ProgramUnderTest program =
        ProgramUnderTest.of(App.class, "pool").vm("-Dplace=here").env("COLOUR", "red").start()) {
      assertThat(program.awaitOutput("ready")).isEqualTo("ready herered");
      program.send(Signal.TERM);
      assertThat(program.status()).isZero();
      assertThat(program.output()).last().isEqualTo("closed the pool");
      assertThat(program.awaitError("stopped in"))
          .matches("signalman: stopped in .* by TERM from pid .*: 1 task");
    }
  }

  @Test
  void saysWhatTheProgramHasWritten() throws Exception {
    try (ProgramUnderTest program =
        ProgramUnderTest.of(App.class, "pool").limit(Duration.ofMillis(1)).start()) {
      assertThatExceptionOfType(AssertionError.class)
          .isThrownBy(program::status)
          .withMessageStartingWith("the program has not ended within PT0.001S; process ")
          .withMessageContaining("standard output: ");
    }
  }

  @Test
  void sees128PlusTheSignal() throws Exception {
    try (ProgramUnderTest program = ProgramUnderTest.of(App.class, "pool").start()) {
      program.awaitOutput("ready");
      program.send(Signal.KILL);
      assertThat(program.status()).isEqualTo(137);
      program.send(Signal.TERM); // nobody is there any more
      assertThatExceptionOfType(AssertionError.class)
          .isThrownBy(() -> program.awaitOutput("closed"))
          .withMessageStartingWith("no line with \"closed\" on standard output");
    }
  }

  @Test
  void leavesNoProcessBehind() throws Exception {
    ProcessHandle process;
    try (ProgramUnderTest program = ProgramUnderTest.of(App.class, "pool").start()) {
      process = ProcessHandle.of(program.pid()).orElseThrow();
    }
    // The JDK's `onExit` is over before the library has waited for the process.
    Eventually.until("the process has gone", () -> !process.isAlive());
  }
}
