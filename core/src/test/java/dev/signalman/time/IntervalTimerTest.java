package dev.signalman.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalman.Signal;
import dev.signalman.testkit.ChildJvm;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The three interval timers.
class IntervalTimerTest {
  private static ChildJvm start(String... args) throws Exception {
    return ChildJvm.start(IntervalTimerProgram.class, args);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("ALRM-09, ALRM-10: get returns the setting, and set the previous one")
  void tellsHowItStands(IntervalTimer timer) throws Exception {
    try (ChildJvm child = start("set", timer.name())) {
      child.expect("Setting[left=PT0S, interval=PT0S]", "Setting[left=PT0S, interval=PT0S]");
      child.expect("left below PT1M40.01S, interval PT20.5S");
      child.expect("left below PT1M40.01S, interval PT20.5S");
      child.expect("left below PT3M20S, interval PT0S");
      child.expect("Setting[left=PT0S, interval=PT0S]");
    }
  }

  @Test
  @DisplayName("ALRM-11: an invalid time is refused, and the timer is unchanged")
  void badTimesAreRefused() throws Exception {
    try (ChildJvm child = start("refused")) {
      child.expect("the delay must be above zero; cancel() stops the timer");
      child.expect("the delay cannot be negative: PT-0.000001S");
      child.expect("the interval cannot be negative: PT-1S");
      assertThat(child.line()).startsWith("the delay cannot be longer than 292 years, which is");
      assertThat(child.line()).startsWith("the interval cannot be longer than 292 years, which is");
      child.expect("left below PT1M, interval PT1S");
    }
  }

  @Test
  void nullIsRefused() {
    assertThatThrownBy(() -> IntervalTimer.REAL.set(none()))
        .isInstanceOf(NullPointerException.class);
  }

  @SuppressWarnings("NullAway")
  private static Duration none() {
    return null;
  }

  @ParameterizedTest
  @EnumSource(names = {"VIRTUAL", "PROF"})
  @DisplayName("ALRM-12: the CPU timers count CPU time, and a handler may stop them")
  void cpuTimersGoByCpuTime(IntervalTimer timer) throws Exception {
    try (ChildJvm child = start("cpu", timer.name())) {
      child.expect(
          "idle: nothing",
          "busy: " + timer.signal() + ", time enough used",
          "again: " + timer.signal(),
          "Setting[left=PT0S, interval=PT0S]");
    }
  }

  @Test
  @DisplayName("ALRM-14: the alarm clock and the real timer are one")
  void alarmIsTheRealTimer() throws Exception {
    try (ChildJvm child = start("alarm")) {
      child.expect("left below PT5S, interval PT1S", "Setting[left=PT0S, interval=PT0S]");
      child.expect("left below PT7S, interval PT0S", "PT0S");
    }
  }

  @Test
  void periodicTimerRunsUntilItIsCancelled() throws Exception {
    try (ChildJvm child = start("periodic")) {
      child.expect("20 times in time", "running true", "next RT9", "running false");
    }
  }

  @Test
  void aNanosecondIsRoundedUp() throws Exception {
    try (ChildJvm child = start("round")) {
      child.expect("PT0.000001S", "PT1.000001S", "PT0.000002S");
    }
  }

  @ParameterizedTest
  @EnumSource
  void longestTimeIsKept(IntervalTimer timer) throws Exception {
    try (ChildJvm child = start("longest", timer.name())) {
      child.expect("left below PT2557920H, interval PT2557920H");
    }
  }

  @Test
  void signalsAreThoseOfTheManual() {
    assertThat(IntervalTimer.REAL.signal()).isEqualTo(Signal.ALRM);
    assertThat(IntervalTimer.VIRTUAL.signal()).isEqualTo(Signal.VTALRM);
    assertThat(IntervalTimer.PROF.signal()).isEqualTo(Signal.PROF);
  }
}
