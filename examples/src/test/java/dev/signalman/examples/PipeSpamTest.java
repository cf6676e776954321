package dev.signalman.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Peer;
import java.time.Duration;
import java.time.LocalTime;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PipeSpamTest {
  private static final Duration SECOND = Duration.ofMillis(50);

  @Test
  @DisplayName("T9 messages come after 0, 1, 2, 3, 4 and again 0 seconds")
  void messagesComeAfterTheirTime() throws Exception {
    try (ChildJvm program = start(SECOND.toMillis())) {
      LocalTime last = message(program, 0);
      for (int n = 1; n < 5; n++) {
        LocalTime now = message(program, n);
        // Whole processes lie between the write and the read, so only the later ones are sure.
        if (n > 2) {
          assertThat(Example.between(last, now)).isGreaterThan(SECOND);
        }
        last = now;
      }
      assertThat(program.line()).contains("got [Spam 0");
    }
  }

  @Test
  void killedChildMeansTheEndAndItsStatus() throws Exception {
    try (ChildJvm program = start(60_000)) {
      message(program, 0);
      ProcessHandle child = child(program);
      Peer.kill("KILL", child.pid());
      assertThat(program.line())
          .startsWith("Child " + child.pid() + " ")
          .endsWith(" killed by signal SIGKILL (9)");
      program.expectExit(0);
    }
  }

  @Test
  void killedParentMeansTheEndOfTheChild() throws Exception {
    try (ChildJvm program = start(SECOND.toMillis())) {
      message(program, 0);
      ProcessHandle child = child(program);
      Peer.kill("KILL", program.pid());
      program.expectExit(137);
      Eventually.until("the child ends", () -> Example.isDead(child.pid()));
    }
  }

  private static ChildJvm start(long millis) throws Exception {
    return Example.named("PipeSpam").vm("-Dmillis=" + millis).start();
  }

  private static ProcessHandle child(ChildJvm program) {
    return program.process().children().findAny().orElseThrow();
  }

  private static LocalTime message(ChildJvm program, int number) throws Exception {
    return Example.time(program, "Parent " + program.pid() + " got [Spam " + number + "] at ");
  }
}
