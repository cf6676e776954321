package dev.signalman.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signalman.ReservedSignalException;
import dev.signalman.Signal;
import dev.signalman.SignalClaimedException;
import dev.signalman.signal.SelfPipe;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Mistakes: each is refused by name, and the program still stops in order.
class BadInputTest {
  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  @Test
  @DisplayName("STOP-70: times that do not fit together are refused before anything is taken over")
  void times() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Lifecycle.builder().deadline(seconds(5)).reserve(seconds(5)).open())
        .withMessage(
            "the reserve of 5 s leaves nothing of the deadline of 5 s; choose a longer deadline or"
                + " a shorter reserve");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Lifecycle.builder().deadline(seconds(10)).drainDelay(seconds(9)).open())
        .withMessageStartingWith(
            "the drain delay of 9 s leaves no time for stages before the reserve of 1 s at the end"
                + " of the deadline of 10 s;");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Lifecycle.builder().deadline(seconds(-1)).open())
        .withMessage("the deadline cannot be negative: PT-1S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Lifecycle.builder().deadline(Duration.ZERO).open())
        .withMessage("the deadline must be above zero");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Lifecycle.builder().reserve(seconds(-1)).open());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Lifecycle.builder().drainDelay(seconds(-1)).open());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Lifecycle.builder().deadline(Duration.ofDays(100_000)).open());
  }

  @ParameterizedTest
  @CsvSource({"25 parsecs", "''", "s", "-", "1e3s", "99999999999999999m"})
  @DisplayName("STOP-71: a deadline from the environment that cannot be read is refused, quoted")
  void environment(String text) throws Exception {
    try (ChildJvm child =
        Stopping.of("task=s/a print").env("SIGNALMAN_STOP_DEADLINE", text).start()) {
      child.expectExit(1);
      assertThat(String.join("\n", child.errors()))
          .contains(
              "the environment variable SIGNALMAN_STOP_DEADLINE is no length of time: \""
                  + text
                  + "\"; write it as 25s, 1500ms or 2m");
    }
  }

  @Test
  @DisplayName("STOP-71: property, then variable, then program say what the deadline is")
  void precedence() throws Exception {
    ChildJvm.Builder both =
        Stopping.of("lines=yes", "deadline=9s")
            .env("SIGNALMAN_STOP_DEADLINE", "1m")
            .vm("-Dsignalman.stop.deadline=7500ms");
    try (ChildJvm child = Stopping.ready(both)) {
      Peer.kill("TERM", child.pid());
      child.expectExit(0);
      assertThat(child.errors().getFirst()).endsWith("within 7.5 s");
    }
    ChildJvm.Builder variable =
        Stopping.of("lines=yes", "deadline=9s").env("SIGNALMAN_STOP_DEADLINE", "1m");
    try (ChildJvm child = Stopping.ready(variable)) {
      Peer.kill("TERM", child.pid());
      child.expectExit(0);
      assertThat(child.errors().getFirst()).endsWith("within 1 min");
    }
  }

  @Test
  @DisplayName("STOP-72: a second lifecycle is refused, and the first one still stops the program")
  void second() throws Exception {
    try (ChildJvm child = Stopping.ready("task=s/a print", "main=second")) {
      child.send("now");
      Stopping.until(child, LifecycleExistsException.class.getName() + ": this VM has an open");
      Peer.kill("TERM", child.pid());
      assertThat(Stopping.rest(child)).contains("a ended");
      child.expectExit(0);
    }
  }

  @ParameterizedTest
  @CsvSource({"await", "close"})
  @DisplayName("STOP-73: await and close in a task are refused, and the other stages run")
  void awaitInTask(String call) throws Exception {
    try (ChildJvm child = Stopping.ready("task=first/a " + call, "task=second/b print")) {
      Peer.kill("TERM", child.pid());
      List<String> lines = Stopping.rest(child);
      assertThat(lines)
          .contains(
              "a threw java.lang.IllegalStateException: "
                  + call
                  + " in a task, an abort, a reload or a listener would wait for itself; call stop,"
                  + " which does not wait",
              "b ended");
      child.expectExit(1);
    }
  }

  @Test
  @DisplayName("STOP-74: a task that is added too late is refused with the reason")
  void tooLate() throws Exception {
    try (ChildJvm child = Stopping.ready("task=s/a register", "task=t/b print")) {
      Peer.kill("TERM", child.pid());
      List<String> lines = Stopping.rest(child);
      assertThat(lines)
          .contains("b ended")
          .anyMatch(line ->
              line.startsWith(
                  "a threw java.lang.IllegalStateException: too late: the stage \"s\" has begun"));
    }
  }

  /// Opens a lifecycle for signals that it cannot have.
  static final class Refused {
    private Refused() {}

    public static void main(String[] args) throws Exception {
      try {
        Lifecycle.builder().stopOn(Signal.TERM, Signal.KILL).open();
      } catch (ReservedSignalException e) {
        Subject.say("reserved");
      }
      SelfPipe pipe = SelfPipe.open(Signal.INT);
      try {
        Lifecycle.builder().open();
      } catch (SignalClaimedException e) {
        Subject.say("claimed");
      }
      pipe.close();
      Lifecycle life = Lifecycle.builder().quiet().open(); // nothing is left of the failed ones
      life.stage("s").add("a", () -> Subject.say("a"));
      Subject.say("ready");
      life.await();
    }
  }

  @Test
  @DisplayName("STOP-75: signals that cannot be taken over are refused by name, and leave nothing")
  void signals() throws Exception {
    try (ChildJvm child = ChildJvm.start(Refused.class)) {
      child.expect("reserved", "claimed", "ready");
      Peer.kill("INT", child.pid());
      child.expect("a");
      child.expectExit(0);
    }
  }
}
