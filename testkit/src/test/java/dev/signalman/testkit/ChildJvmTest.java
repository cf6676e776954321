package dev.signalman.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ChildJvmTest {
  private static final int HUP = 1;
  private static final int INT = 2;
  private static final int USR1 = 10;
  private static final int TERM = 15;

  @Test
  void speaksWithTheTestInLines() throws Exception {
    try (ChildJvm child = ChildJvm.start(Echo.class, "a", "b")) {
      child.expect("ready a b");
      child.send("out one");
      child.send("out two");
      child.expect("one", "two");
      child.send("exit 7");
      child.expectExit(7);
      assertThat(child.remainingLines()).isEmpty();
    }
  }

  @Test
  void failureShowsCommandOutputAndStandardError() throws Exception {
    try (ChildJvm child = ChildJvm.start(Echo.class)) {
      child.send("err it hurts");
      child.send("exit 0");
      child.expectExit(0);
      assertThatThrownBy(() -> child.expect("unprepared"))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("expected <unprepared> but got <ready >")
          .hasMessageContaining(Echo.class.getName())
          .hasMessageContaining("exit status 0")
          .hasMessageContaining("it hurts");
      assertThatThrownBy(child::line).hasMessageContaining("the output ended");
    }
  }

  @Test
  void takesOptionsEnvironmentAndPrefix() throws Exception {
    try (ChildJvm child =
        ChildJvm.of(Echo.class)
            .vm("-Dcolour=green", "-XX:+UseParallelGC")
            .env("WEATHER", "fair")
            .prefix("env", "--block-signal=USR1")
            .prefix("nice")
            .start()) {
      child.expect("ready ");
      child.send("property colour");
      child.send("env WEATHER");
      child.expect("green", "fair");
      assertThat(ProcFs.process(child.pid()).blocked().get(USR1)).isTrue();
    }
  }

  @Test
  void childrenStartWithDefaultActionsWhateverTheBuildRunsUnder() throws Exception {
    try (ChildJvm build =
        ChildJvm.of(Echo.class).prefix("env", "--ignore-signal=INT,HUP").start()) {
      build.expect("ready ");
      assertThat(ProcFs.process(build.pid()).ignored().stream()).contains(HUP, INT);
      build.send("hupAndIntIgnoredInChild .");
      build.expect("false");
    }
  }

  @Test
  void exitStatusNamesTheSignalThatEndedTheChild() throws Exception {
    try (ChildProgram child = ChildProgram.start("cat")) {
      Peer.kill("TERM", child.pid());
      child.expectExit(128 + TERM);
    }
  }

  @Test
  void closeEndsTheChild() throws Exception {
    ChildJvm child = ChildJvm.start(Echo.class);
    child.expect("ready ");
    child.close();
    assertThat(child.process().isAlive()).isFalse();
  }

  @Test
  void timeLimitEndsTheChildAndSaysSo() throws Exception {
    try (ChildJvm child = ChildJvm.of(Echo.class).limit(Duration.ofMillis(1)).start()) {
      child.process().waitFor();
      assertThat(child.failure("x")).hasMessageContaining("killed at its time limit of PT0.001S");
    }
  }
}
