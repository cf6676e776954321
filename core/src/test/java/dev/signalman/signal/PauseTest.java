package dev.signalman.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.internal.peers.Waker;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What [Signals#pause] promises.
class PauseTest {
  private static ChildJvm start(String... args) throws Exception {
    return ChildJvm.start(PauseProgram.class, args);
  }

  @Test
  @DisplayName("SUSP-01: a pause ends with each signal that is handled")
  void endsWithEachSignal() throws Exception {
    try (ChildJvm child = start("each")) {
      child.expect("ready");
      String[] signals = {
        "HUP", "INT", "QUIT", "TRAP", "ABRT", "USR1", "USR2", "ALRM", "TERM", "CHLD", "CONT",
        "TSTP", "TTIN", "TTOU", "URG", "XCPU", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS",
        "STKFLT"
      };
      for (String signal : signals) {
        Peer.kill(signal, child.pid());
        child.expect("paused " + signal);
      }
    }
  }

  @Test
  @DisplayName("SUSP-02: a pause does not end when the signal ends the process")
  void doesNotEndWhenTheProcessDoes() throws Exception {
    String[][] signals = {{"KILL", "137"}, {"TERM", "143"}, {"USR1", "138"}};
    for (String[] signal : signals) {
      try (ChildJvm child = start("plain")) {
        child.expect("ready");
        Peer.kill(signal[0], child.pid());
        child.expectExit(Integer.parseInt(signal[1]));
        assertThat(child.remainingLines()).isEmpty();
      }
    }
  }

  @Test
  @DisplayName("SUSP-04: when a pause ends the handler of its signal has ended")
  void handlerHasEnded() throws Exception {
    try (ChildJvm child = start("slow")) {
      child.expect("ready");
      Peer.kill("USR1", child.pid());
      child.expect("first handler", "second handler", "paused USR1");
    }
  }

  @Test
  @DisplayName("SUSP-07: a signal that arrives between two pauses ends the next one")
  void noSignalIsMissed() throws Exception {
    try (ChildJvm child = start("race", Waker.program("answer.c").path().toString())) {
      child.expect("1000 pauses");
    }
  }

  @Test
  @DisplayName("SUSP-07: a sleep that no signal ended does not consume an earlier signal")
  void sleepUsesUpNothingThatCameBefore() throws Exception {
    try (ChildJvm child = start("sleepBetween")) {
      child.expect("ready");
      Peer.kill("USR1", child.pid());
      child.expect("handled USR1", "slept through", "paused USR1");
    }
  }

  @Test
  void sleepThatWasEndedHasUsedUpTheSignal() throws Exception {
    try (ChildJvm child = start("sleepEnded")) {
      child.expect("ready");
      Peer.kill("USR1", child.pid());
      child.expect("cut short");
      Peer.kill("HUP", child.pid());
      child.expect("paused HUP");
    }
  }

  @Test
  void ignoredSignalsAndThoseOfASelfPipeDoNotEndIt() throws Exception {
    try (ChildJvm child = start("others")) {
      child.expect("ready");
      Peer.kill("INT", child.pid());
      Peer.kill("HUP", child.pid());
      child.expect("pipe HUP");
      Peer.kill("USR1", child.pid());
      child.expect("paused USR1");
    }
  }

  @Test
  void queuedAndAwaitedSignalsEndIt() throws Exception {
    try (ChildJvm child = start("queued")) {
      child.expect("ready");
      Peer.kill("USR1", child.pid());
      child.expect("paused USR1");
      Peer.kill("USR2", child.pid());
      child.expect("paused USR2");
    }
  }

  @Test
  void interruptEndsIt() throws Exception {
    try (ChildJvm child = start("interrupt")) {
      child.expect("interrupted", "interrupted before", "status false");
    }
  }

  @Test
  void severalThreadsPauseAtOnceAndVirtualOnesHoldNoCarrier() throws Exception {
    try (ChildJvm child =
        ChildJvm.of(PauseProgram.class)
            .vm("-Djdk.virtualThreadScheduler.parallelism=1")
            .vm("-Djdk.virtualThreadScheduler.maxPoolSize=1")
            .args("crowd")
            .start()) {
      child.expect("ready");
      Peer.kill("USR1", child.pid());
      child.expect("10 virtual", "2 platform");
    }
  }

  @Test
  void handlerThatPausesInTheCommonThreadIsToldThatItCannot() throws Exception {
    try (ChildJvm child = start("handler")) {
      child.expect("ready");
      Peer.kill("USR1", child.pid());
      assertThat(child.line()).contains("handler").contains("executor");
      Peer.kill("USR2", child.pid());
      child.expect("on its own executor");
      assertThat(child.line()).startsWith("paused ");
    }
  }
}
