package dev.signalman.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What [Signals#sleep] promises, and that other sleeps are left alone.
class SleepTest {
  private static ChildJvm start(String doing) throws Exception {
    return ChildJvm.start(SleepProgram.class, doing);
  }

  @Test
  @DisplayName("SUSP-08: a handled signal ends a sleep early, and the time left is returned")
  void handledSignalCutsItShort() throws Exception {
    try (ChildJvm child = start("cut")) {
      child.expect("ready");
      Peer.kill("USR1", child.pid());
      child.expect("handler", "slept and left make 25 s: true", "some left: true");
    }
  }

  @Test
  void sleepThatIsNotCutShortLastsItsTime() throws Exception {
    try (ChildJvm child = start("through")) {
      child.expect("PT0S not early", "PT0S not early", "PT0S not early");
    }
  }

  @Test
  @DisplayName("SUSP-11: sleeps of the JDK in other threads are not cut short by handled signals")
  void sleepsOfTheJdkContinue() throws Exception {
    try (ChildJvm child = start("jdk")) {
      child.expect("handled", "0 early");
    }
  }

  @Test
  @DisplayName("SUSP-12: a negative time is rejected, as is one that cannot be counted")
  void badTimesAreRejected() throws Exception {
    try (ChildJvm child = start("times")) {
      child.expect("a wait cannot be negative: PT-1S");
      child.expect("a wait cannot be negative: PT-0.000000001S");
      assertThat(child.line()).startsWith("a wait cannot be longer than 292 years");
      child.expect("a year was begun");
    }
  }

  @Test
  void interruptEndsIt() throws Exception {
    try (ChildJvm child = start("interrupt")) {
      child.expect("interrupted", "interrupted before", "status false");
    }
  }
}
