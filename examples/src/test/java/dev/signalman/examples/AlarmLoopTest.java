package dev.signalman.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import java.time.Duration;
import java.time.LocalTime;
import org.junit.jupiter.api.Test;

class AlarmLoopTest {
  @Test
  void alarmFollowsAlarm() throws Exception {
    try (ChildJvm program = Example.named("AlarmLoop").vm("-Dmillis=50").start()) {
      for (int i = 0; i < 10; i++) {
        LocalTime set = Example.time(program, "Setting at ");
        LocalTime got = Example.time(program, "Got alarm 14 at ");
        assertThat(Example.between(set, got)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
      }
    }
  }

  @Test
  void alarmSignalFromAnotherProcessIsAnAlarmToo() throws Exception {
    try (ChildJvm program = Example.named("AlarmLoop").vm("-Dmillis=3600000").start()) {
      for (int i = 0; i < 3; i++) {
        Example.time(program, "Setting at ");
        Peer.kill("ALRM", program.pid());
        Example.time(program, "Got alarm 14 at ");
      }
    }
  }
}
