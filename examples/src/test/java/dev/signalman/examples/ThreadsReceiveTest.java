package dev.signalman.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.ChildJvm;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThreadsReceiveTest {
  private static final int ALRM = 14;

  /// Where threads get little time, the signal can be there before the thread that waits for one,
  /// and the alarm before the last line: then try again.
  @Test
  void handlerRunsAndTheWaitingThreadIsWoken() throws Exception {
    List<String> lines = List.of();
    for (int millis = 200; millis < 10_000 && lines.size() < 5; millis *= 2) {
      lines = run(millis);
    }
    assertThat(lines)
        .containsExactlyInAnyOrder(
            "Waiting for signal in receiver",
            "Sending signal in sender",
            "Received signal 10 in signalman-handler",
            "Done waiting in receiver",
            "Waiting for receiver");
    assertThat(lines)
        .containsSubsequence(
            "Sending signal in sender",
            "Received signal 10 in signalman-handler",
            "Done waiting in receiver")
        .containsSubsequence("Waiting for signal in receiver", "Done waiting in receiver")
        .containsSubsequence("Sending signal in sender", "Waiting for receiver");
  }

  private static List<String> run(int millis) throws Exception {
    try (ChildJvm program = Example.named("ThreadsReceive").vm("-Dmillis=" + millis).start()) {
      program.expectExit(128 + ALRM);
      return program.remainingLines();
    }
  }
}
