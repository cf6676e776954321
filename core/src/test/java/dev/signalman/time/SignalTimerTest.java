package dev.signalman.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What POSIX timers do. The child sees to it that what it prints is true however slow it is.
class SignalTimerTest {
  private static ChildJvm start(String... args) throws Exception {
    return ChildJvm.start(SignalTimerProgram.class, args);
  }

  @Test
  @DisplayName("TMR-01: a new timer is stopped and sends nothing")
  void newTimerIsStopped() throws Exception {
    try (ChildJvm child = start("fresh")) {
      child.expect("Setting[left=PT0S, interval=PT0S] false", "fence");
    }
  }

  @Test
  @DisplayName("TMR-02, TMR-23: 256 timers have different ids, and close deletes each timer")
  void manyTimers() throws Exception {
    try (ChildJvm child = start("many")) {
      child.expect("256 ids");
      assertThat(timersOf(child)).isEqualTo(256);
      child.send("close");
      child.expect("closed");
      assertThat(timersOf(child)).isZero();
    }
  }

  private static long timersOf(ChildJvm child) throws Exception {
    try (var lines = Files.lines(Path.of("/proc/" + child.pid() + "/timers"))) {
      return lines.filter(line -> line.startsWith("ID:")).count();
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("TMR-03: timers work on each clock, and their signals carry id and value")
  void goesByEachClock(TimerClock clock) throws Exception {
    try (ChildJvm child = start("clock", clock.name())) {
      child.expect("RT1 TIMER value -7, its id, overrun 0", "not early", "stopped");
    }
  }

  @Test
  @DisplayName("TMR-05: a one-shot timer sends one signal, when its time is over")
  void oneShot() throws Exception {
    try (ChildJvm child = start("once")) {
      child.expect("value 1 in time", "stopped", "fence", "value 1 in time", "stopped", "fence");
    }
  }

  @Test
  @DisplayName("TMR-06: starting a running timer restarts it")
  void startingAgainRestartsIt() throws Exception {
    try (ChildJvm child = start("again")) {
      child.expect("stood fits", "stood fits", "stood fits", "stood fits", "stood fits");
      child.expect("value 1 in time", "fence");
    }
  }

  @Test
  @DisplayName("TMR-07: a timer can be stopped when it runs, when it does not, and when it is over")
  void stops() throws Exception {
    try (ChildJvm child = start("stop")) {
      child.expect("ran fits", "did not run", "value 1 in time", "did not run", "fence");
    }
  }

  @Test
  @DisplayName("TMR-09: a time in the past expires at once")
  void pastExpiresAtOnce() throws Exception {
    try (ChildJvm child = start("past")) {
      child.expect("30 of 30 on the wall clock", "1 of 1 on the others", "fence");
    }
  }

  @Test
  @DisplayName("TMR-12: no timer expires early, whether set to a duration or to a point in time")
  void notEarly() throws Exception {
    try (ChildJvm child = start("early")) {
      child.expect("MONOTONIC none early", "REALTIME none early", "BOOTTIME none early");
      child.expect("Instant not early");
    }
  }

  @Test
  @DisplayName("TMR-15: the time left is right while the timer runs")
  void tellsWhatIsLeft() throws Exception {
    try (ChildJvm child = start("left")) {
      child.expect("fits", "fits", "fits", "fits", "fits", "fits");
    }
  }

  @Test
  @DisplayName("TMR-16: the time left is zero at the end, and always relative")
  void leftIsADistance() throws Exception {
    try (ChildJvm child = start("distance")) {
      child.expect("MONOTONIC fits", "REALTIME fits", "BOOTTIME fits", "over: stopped");
    }
  }

  @Test
  @DisplayName("TMR-18: one signal is pending at a time, and it counts the further expirations")
  void oneSignalCountsTheOthers() throws Exception {
    try (ChildJvm child = start("overrun")) {
      child.expect("one signal for all expirations", "the next has its own");
    }
  }

  @Test
  @DisplayName("TMR-21: children have no timers, and the parent's keep running")
  void childrenHaveNoTimers() throws Exception {
    try (ChildJvm child = start("child")) {
      child.expect("child has []", "parent gets value 1");
    }
  }

  @Test
  @DisplayName("TMR-22: values distinguish timers that share a signal")
  void valuesTellTimersApart() throws Exception {
    try (ChildJvm child = start("two")) {
      child.expect("value 1 as often as due", "value 2 as often as due");
    }
  }

  @Test
  void valuesHaveAll64Bits() throws Exception {
    try (ChildJvm child = start("values")) {
      child.expect("-9223372036854775808", "-1", "0", "1311768467463790320");
    }
  }

  @Test
  void handlersAndQueuesGetItToo() throws Exception {
    try (ChildJvm child = start("handler")) {
      child.expect("handler TIMER 3", "queue TIMER 3");
    }
  }

  /// Kernels from 6.13 on drop what was pending; in no case does it come twice.
  @Test
  void startingAgainAfterItExpiredGivesOneSignalMoreAtMost() throws Exception {
    try (ChildJvm child = start("pending")) {
      assertThat(child.line()).isIn("1 signal", "2 signals");
      child.expect("fence");
    }
  }
}
