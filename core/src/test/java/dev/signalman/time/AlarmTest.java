package dev.signalman.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalman.internal.peers.Waker;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.ChildProgram;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The alarm clock. Bad settings are refused before the kernel hears of them, so those tests need
/// no child.
class AlarmTest {
  private static ChildJvm start(String... args) throws Exception {
    return ChildJvm.start(AlarmProgram.class, args);
  }

  @Test
  @DisplayName("ALRM-01: an alarm that is set again sends one signal, after the new time")
  void settingAgainReplaces() throws Exception {
    try (ChildJvm child = start("replace")) {
      child.expect("ALRM in time", "left fits", "ALRM in time", "left PT0S", "fence RT9");
    }
  }

  @Test
  @DisplayName("ALRM-02: without an alarm the time left is zero; up to 2^32 seconds can be set")
  void tellsWhatWasLeft() throws Exception {
    try (ChildJvm child = start("left")) {
      child.expect("PT0S", "fits fits", "fits fits", "fits fits", "fits fits", "fits fits", "PT0S");
    }
  }

  @Test
  @DisplayName("ALRM-03: cancel returns the time left, and no signal is sent")
  void cancelled() throws Exception {
    try (ChildJvm child = start("cancel")) {
      child.expect("left fits", "left PT0S", "cancelled again PT0S", "fence RT9");
    }
  }

  @Test
  @DisplayName("ALRM-04: a child does not inherit the alarm, and the parent's keeps running")
  void childrenDoNotInherit() throws Exception {
    try (ChildJvm child = start("child", Waker.program("waker.c").path().toString(), "alarm")) {
      child.expect("child 0", "ALRM KERNEL");
    }
  }

  @Test
  @DisplayName("ALRM-06: a handler may set the alarm again, repeatedly")
  void handlerWindsItAgain() throws Exception {
    try (ChildJvm child = start("again")) {
      child.expect("200 rounds in time");
    }
  }

  @Test
  @DisplayName("ALRM-08: the shortest time is not rounded down to zero")
  void shortestTimeFires() throws Exception {
    try (ChildJvm child = start("tiny")) {
      child.expect("ALRM", "ALRM", "ALRM");
    }
  }

  @Test
  @DisplayName("ALRM-16: a 10 ms alarm wakes an event loop and a self-pipe once each")
  void wakesLoops() throws Exception {
    try (ChildJvm child = start("loops")) {
      child.expect("loop ALRM", "loop RT9", "pipe ALRM", "pipe RT9");
    }
  }

  @Test
  void endsTheProcessThatDoesNothingAboutIt() throws Exception {
    String[] java = {ChildJvm.java(), "--enable-native-access=ALL-UNNAMED", "-cp"};
    try (ChildProgram shell =
        ChildProgram.start(
            "sh",
            "-c",
            "\"$@\"; echo status $?",
            "sh",
            java[0],
            java[1],
            java[2],
            ChildJvm.classPath(),
            AlarmProgram.class.getName(),
            "unhandled")) {
      shell.expect("waiting", "status 142");
      shell.expectExit(0);
      assertThat(String.join("\n", shell.errors())).contains("Alarm clock");
    }
  }

  @Test
  void badTimesAreRefused() {
    assertThatThrownBy(() -> Alarm.set(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the delay of an alarm must be above zero; Alarm.cancel() stops it");
    assertThatThrownBy(() -> Alarm.set(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the delay of an alarm cannot be negative: PT-0.000000001S");
    assertThatThrownBy(() -> Alarm.set(Duration.ofDays(300 * 366)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the delay of an alarm cannot be longer than 292 years");
    assertThatThrownBy(() -> Alarm.set(Duration.ofSeconds(Long.MAX_VALUE, 999_999_999)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Alarm.remaining()).isZero();
  }
}
