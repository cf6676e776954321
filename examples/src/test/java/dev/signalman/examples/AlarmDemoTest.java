package dev.signalman.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.ChildJvm;
import java.time.Duration;
import java.time.LocalTime;
import org.junit.jupiter.api.Test;

class AlarmDemoTest {
  /// The sleep would last an hour.
  @Test
  void alarmCutsTheSleepShort() throws Exception {
    try (ChildJvm program =
        Example.named("AlarmDemo").vm("-Dmillis=300", "-Dsleep=3600000").start()) {
      LocalTime before = Example.time(program, "Before: ");
      LocalTime alarm = Example.time(program, "Alarm : ");
      LocalTime after = Example.time(program, "After : ");
      assertThat(Example.between(before, alarm)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
      assertThat(Example.between(alarm, after)).isLessThan(Duration.ofMinutes(1));
      program.expectExit(0);
    }
  }
}
