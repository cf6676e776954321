package dev.signalman.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.internal.peers.Waker;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.StressRun;
import dev.signalman.testkit.StressTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Timers and waits under load. Each test runs for a while; then what it counted must be exact.
@StressTest
class TimeStressTest {
  private static final int SECONDS = Math.toIntExact(Math.max(1, StressRun.time().toSeconds()));

  private static ChildJvm start(String doing, String... vm) throws Exception {
    return ChildJvm.of(TimeStressProgram.class)
        .vm("-Xcheck:jni")
        .vm(vm)
        .limit(Duration.ofMinutes(15))
        .args(doing, Integer.toString(SECONDS))
        .start();
  }

  private static void expectCleanEnd(ChildJvm child) throws Exception {
    child.expectExit(0);
    assertThat(child.errors()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-XX:+UseG1GC", "-XX:+UseSerialGC"})
  @DisplayName("SC-01: timers that handlers set, and timers set together with a signal, all arrive")
  void dependentAndSimultaneousTimers(String collector) throws Exception {
    for (String variant : List.of("dependent", "simultaneous")) {
      try (ChildJvm child = start(variant, collector)) {
        assertThat(child.line()).matches("[1-9][0-9]* rounds, none lost, none twice");
        expectCleanEnd(child);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-XX:+UseG1GC", "-XX:+UseSerialGC"})
  @DisplayName(
      "SC-02: handlers open and close while signals arrive, and none is called after ignore")
  void handlersChangeWhileSignalsArrive(String collector) throws Exception {
    try (ChildJvm child = start("changing", collector)) {
      child.expect("some received, no more than sent", "0 calls after the last ignore");
      expectCleanEnd(child);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-XX:+UseG1GC", "-XX:+UseSerialGC"})
  @DisplayName("SC-12: each of a hundred timers on one signal expires as often as it is due")
  void hundredTimers(String collector) throws Exception {
    try (ChildJvm child = start("hundred", collector)) {
      child.expect("100 timers as often as due");
      expectCleanEnd(child);
    }
  }

  @Test
  @DisplayName("SC-12: a handler that blocks delays no sender and loses nothing")
  void stuckHandler() throws Exception {
    try (ChildJvm child = start("stuck")) {
      child.expect("ready");
      String pid = Integer.toString(child.pid());
      List<ChildProgram> senders = new ArrayList<>();
      for (String signal : List.of("10", "14", "28", "35", "36")) {
        senders.add(Waker.program("storm.c").start(signal, "20000", pid));
      }
      for (ChildProgram sender : senders) {
        sender.expectExit(0);
      }
      child.send("go on");
      child.expect("USR1 some, at most 20000", "ALRM some, at most 20000");
      child.expect("WINCH some, at most 20000", "RT1 20000", "RT2 20000", "then 100 of 100");
      expectCleanEnd(child);
    }
  }
}
