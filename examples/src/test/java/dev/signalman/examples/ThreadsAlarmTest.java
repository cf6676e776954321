package dev.signalman.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.ChildJvm;
import java.time.Duration;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ThreadsAlarmTest {
  private static final String HANDLER = "signalman-handler";

  @Test
  void alarmIsHandledInTimeAndTheThreadSleepsOn() throws Exception {
    try (ChildJvm program = Example.named("ThreadsAlarm").vm("-Dmillis=1000").start()) {
      Map<String, LocalTime> times = new HashMap<>();
      String line = program.line();
      for (; !line.equals("Exiting normally"); line = program.line()) {
        if (!line.equals("Waiting for alarm_thread")) {
          String[] words = line.split(" ", 2);
          times.put(words[1], LocalTime.parse(words[0]));
        }
      }
      program.expectExit(0);
      assertThat(times)
          .containsOnlyKeys(
              "Setting alarm in alarm_thread",
              "Sleeping in alarm_thread",
              "Alarm in " + HANDLER,
              "Done with sleep in alarm_thread");
      LocalTime set = times.get("Setting alarm in alarm_thread");
      LocalTime sleeping = times.get("Sleeping in alarm_thread");
      assertThat(Example.between(set, times.get("Alarm in " + HANDLER)))
          .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
      assertThat(Example.between(sleeping, times.get("Done with sleep in alarm_thread")))
          .isGreaterThanOrEqualTo(Duration.ofSeconds(3));
    }
  }
}
