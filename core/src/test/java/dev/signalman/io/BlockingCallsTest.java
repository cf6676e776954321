package dev.signalman.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Signal;
import dev.signalman.internal.peers.Waker;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.StressRun;
import dev.signalman.testkit.StressTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What waits in the JDK and here, while signals come.
@StressTest
class BlockingCallsTest {
  private static final int SECONDS = Math.toIntExact(Math.max(1, StressRun.time().toSeconds()));

  @TempDir private Path folder = Path.of("");

  /// Where the handler code alone receives, the alarms do interrupt threads.
  @ParameterizedTest(
      name =
          "SC-10, EINTR-02, EINTR-03, EINTR-06, EINTR-11, CHLD-25: calls that wait are whole beside"
              + " alarms, {0} collector, handler only: {1}")
  @CsvSource({"G1, false", "Serial, false", "G1, true"})
  void callsThatWaitAreWhole(String collector, boolean handlerOnly) throws Exception {
    Peer.assumePython();
    try (ChildJvm child =
        ChildJvm.of(BlockingCallsProgram.class)
            .vm("-XX:+Use" + collector + "GC", "-Xcheck:jni")
            .vm("-Ddev.signalman.handlerOnly=" + handlerOnly)
            .limit(Duration.ofMinutes(2).plusSeconds(SECONDS))
            .args(folder.toString(), Integer.toString(SECONDS), "100", "5")
            .start()) {
      String line = child.line();
      for (int pass = 0; !line.equals("end"); pass++) {
        int period = pass % 2 == 0 ? 100 : 5;
        assertThat(line).isEqualTo("all whole beside an alarm every " + period + " ms");
        line = child.line();
      }
      child.expectExit(0);
      assertThat(child.errors()).isEmpty();
    }
  }

  @Test
  @DisplayName("EINTR-12: a flood of signals does not disturb a thousand virtual threads")
  void virtualThreadsAreUndisturbed() throws Exception {
    try (ChildJvm child = ChildJvm.start(VirtualThreadsProgram.class)) {
      child.expect("ready");
      try (ChildProgram storm = Waker.storm(child.pid(), Signal.USR1)) {
        child.send("go");
        child.expect("1000 echoes", "1000 sleeps");
        assertThat(storm.process().isAlive()).isTrue();
      }
      child.send("end");
      child.expect("signals came");
      child.expectExit(0);
      assertThat(child.errors()).isEmpty();
    }
  }

  @Test
  @DisplayName(
      "EINTR-09: writing without a reader is an exception, with SIGPIPE ignored and untouched")
  void writingWhereNobodyReads() throws Exception {
    for (String touch : List.of("untouched", "ignored")) {
      try (ChildJvm child = ChildJvm.start(ClosedPipesProgram.class, touch)) {
        child.expect(
            "pipe EPIPE",
            "socket pair EPIPE",
            "pipe to a child EPIPE",
            "pipe to a process Broken pipe",
            "socket broken");
        child.expectExit(0);
        assertThat(child.errors()).isEmpty();
      }
    }
  }
}
