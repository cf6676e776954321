package dev.signalman.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.ChildJvm;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlarmWhileJoiningTest {
  /// The alarm comes while the main thread waits, for the receiver waits for the alarm.
  @Test
  void alarmIsHandledWhileTheMainThreadWaits() throws Exception {
    try (ChildJvm program = Example.named("AlarmWhileJoining").vm("-Dmillis=200").start()) {
      program.expectExit(0);
      List<String> lines = program.remainingLines();
      assertThat(lines)
          .containsSubsequence(
              "Sending signal in sender",
              "Received signal 10 in signalman-handler",
              "Received signal 14 in signalman-handler",
              "Done waiting in receiver")
          .containsSubsequence("Waiting for receiver", "Received signal 14 in signalman-handler");
    }
  }
}
