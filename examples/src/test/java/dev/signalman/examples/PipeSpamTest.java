package dev.signalman.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PipeSpamTest {
  private static final Duration SECOND = Duration.ofMillis(50);
  private static final String MESSAGES = "Spam 0Spam 1Spam 2Spam 3Spam 4Spam 0";
  private static final Pattern LINE =
      Pattern.compile("Parent (\\d+) got \\[(.{1,32})] at \\d\\d:\\d\\d:.*");

  /// A parent that is late may read two messages at a time.
  @Test
  @DisplayName("T9 messages come after 0, 1, 2, 3, 4 and again 0 seconds")
  void messagesComeAfterTheirTime() throws Exception {
    long start = System.nanoTime();
    try (ChildJvm program = start(SECOND.toMillis())) {
      StringBuilder text = new StringBuilder();
      while (text.length() < MESSAGES.length()) {
        Matcher line = LINE.matcher(program.line());
        assertThat(line.matches()).isTrue();
        assertThat(line.group(1)).isEqualTo("" + program.pid());
        text.append(line.group(2));
      }
      assertThat(text.toString()).startsWith(MESSAGES);
    }
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    assertThat(time).isGreaterThan(SECOND.multipliedBy(1 + 2 + 3 + 4));
  }

  @Test
  void killedChildMeansTheEndAndItsStatus() throws Exception {
    try (ChildJvm program = start(60_000)) {
      awaitMessage(program);
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
    try (ChildJvm program = start(1_000)) {
      awaitMessage(program);
      ProcessHandle child = child(program);
      Peer.kill("KILL", program.pid());
      program.expectExit(137);
      Eventually.until("the child ends", () -> ProcFs.hasEnded(child.pid()));
    }
  }

  private static ChildJvm start(long millis) throws Exception {
    return Example.named("PipeSpam").vm("-Dmillis=" + millis).start();
  }

  private static ProcessHandle child(ChildJvm program) {
    return program.process().children().findAny().orElseThrow();
  }

  /// The first, and with it others if this program is late.
  private static void awaitMessage(ChildJvm program) throws Exception {
    assertThat(program.line()).startsWith("Parent " + program.pid() + " got [Spam 0");
  }
}
