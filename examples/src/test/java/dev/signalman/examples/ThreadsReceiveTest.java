package dev.signalman.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.ChildJvm;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThreadsReceiveTest {
  private static final int ALRM = 14;

  @Test
  void handlerRunsAndTheWaitingThreadIsWoken() throws Exception {
    try (ChildJvm program = Example.named("ThreadsReceive").vm("-Dmillis=200").start()) {
      program.expectExit(128 + ALRM);
      List<String> lines = program.remainingLines();
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
  }
}
