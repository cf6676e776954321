package dev.signalman.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What makes a program stop, and in which order it does.
class StopTest {
  private static final String A = "task=first/a print";
  private static final String B = "task=second/b print";

  @Test
  @DisplayName("STOP-01: a signal runs the stages in order, then the hooks; the status is 0")
  void signal() throws Exception {
    try (ChildJvm child = Stopping.ready(A, B, "hook=print")) {
      Peer sender = Peer.kill("TERM", child.pid());
      List<String> lines = Stopping.rest(child);
      child.expectExit(0);
      assertThat(lines)
          .containsSubsequence(
              "a begun in stop/first/a", "a ended", "b begun in stop/second/b", "b ended", "hook");
      assertThat(lines).containsSubsequence("readiness DRAINING", "readiness STOPPED");
      assertThat(lines.stream().filter(line -> line.startsWith("report"))).hasSize(1);
      JsonNode cause = Stopping.report(lines).get("cause");
      assertThat(cause.get("signal").asText()).isEqualTo("SIGTERM");
      assertThat(cause.get("pid").asInt()).isEqualTo(sender.pid());
      assertThat(cause.get("command").asText()).isIn("kill", "");
      assertThat(Stopping.report(lines).get("status").asInt()).isZero();
    }
  }

  @Test
  @DisplayName("STOP-02: the sender's command is in the report, in text and JSON")
  void command() throws Exception {
    try (ChildJvm child = Stopping.ready(A)) {
      // It stays until the program has ended.
      Peer sender =
          Peer.succeed(
              "bash", "-c", "kill -TERM $1; while kill -0 $1 2>&-; do :; done", "b", pid(child));
      List<String> lines = Stopping.rest(child);
      assertThat(lines)
          .anyMatch(line ->
              line.matches(
                  "ended stopped in .* by TERM from pid "
                      + sender.pid()
                      + " uid \\d+ \\(bash\\): 1 task"));
    }
  }

  private static String pid(ChildJvm child) {
    return Integer.toString(child.pid());
  }

  @ParameterizedTest
  @CsvSource({"HUP,TERM", "INT,TERM", "USR1,USR1", "RTMIN+3,RTMIN+3"})
  @DisplayName("STOP-03: HUP and INT stop it by default, other signals if it says so")
  void otherSignals(String sent, String on) throws Exception {
    String[] args = on.equals("TERM") ? new String[] {A} : new String[] {A, "on=" + on};
    try (ChildJvm child = Stopping.ready(args)) {
      Peer.kill(sent, child.pid());
      assertThat(Stopping.rest(child)).contains("a ended");
      child.expectExit(0);
    }
  }

  @ParameterizedTest
  @CsvSource({"signal,143", "7,7", "throw,0", "256,0"})
  @DisplayName("STOP-04: the program chooses the status; a choice that fails leaves the usual one")
  void status(String choice, int expected) throws Exception {
    try (ChildJvm child = Stopping.ready(A, "status=" + choice)) {
      Peer.kill("TERM", child.pid());
      child.expectExit(expected);
    }
  }

  @Test
  @DisplayName("STOP-05: it can end by the signal itself, without hooks")
  void bySignal() throws Exception {
    Peer.assumePython();
    String waiting =
        """
        import os, sys
        pid = os.fork()
        if pid == 0: os.execvp(sys.argv[1], sys.argv[1:])
        print('pid', pid, flush=True)
        print('by signal', os.WTERMSIG(os.waitpid(pid, 0)[1]), flush=True)
        """;
    try (ChildJvm child =
        Stopping.of(A, "status=by", "hook=print").prefix("python3", "-c", waiting).start()) {
      String pid = child.line().substring("pid ".length());
      Stopping.until(child, "ready");
      Peer.kill("TERM", Long.parseLong(pid));
      assertThat(Stopping.rest(child)).contains("a ended", "by signal 15").doesNotContain("hook");
    }
  }

  @Test
  @DisplayName("STOP-05: started with the signal blocked it ends with 143, after its hooks")
  void bySignalThatIsBlocked() throws Exception {
    ChildJvm.Builder blocked =
        Stopping.of(A, "status=by", "hook=print").prefix("env", "--block-signal=TERM").vm("-Xrs");
    try (ChildJvm child = Stopping.ready(blocked)) {
      Peer.kill("TERM", child.pid());
      assertThat(Stopping.rest(child)).containsSubsequence("a ended", "hook");
      child.expectExit(143);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"exit", "exit-virtual"})
  @DisplayName("STOP-06: System.exit in any thread runs the stages once and keeps its status")
  void systemExit(String main) throws Exception {
    try (ChildJvm child = Stopping.ready(A, B, "main=" + main, "hook=print")) {
      List<String> lines = Stopping.rest(child);
      child.expectExit(5);
      assertThat(lines).containsSubsequence("a ended", "b ended").contains("hook");
      assertThat(lines).containsOnlyOnce("a begun in stop/first/a");
      JsonNode report = Stopping.report(lines);
      assertThat(report.get("cause").get("kind").asText()).isEqualTo("exit");
      assertThat(report.get("status").isNull()).isTrue();
      if (main.equals("exit")) {
        assertThat(report.get("cause").get("thread").asText()).isEqualTo("main");
        assertThat(report.get("cause").get("place").asText()).contains("Subject.afterwards");
      }
    }
  }

  @Test
  @DisplayName("STOP-06: System.exit in a handler of signals runs the stages, and can be forced")
  void systemExitInHandler() throws Exception {
    try (ChildJvm child = Stopping.ready(A, "task=second/b line", "main=exit-handler")) {
      Peer.kill("USR1", child.pid());
      Stopping.until(child, "b begun");
      // The second, unless the program gets to read both only when a tenth of a second is over.
      Peer.sh("while kill -TERM $1 2>&-; do sleep 1; done", pid(child));
      assertThat(Stopping.rest(child)).anyMatch(line -> line.startsWith("ended forced"));
    }
  }

  @Test
  @DisplayName("STOP-07: a task that calls System.exit is named, and the other stages run")
  void systemExitInTask() throws Exception {
    try (ChildJvm child = Stopping.ready("task=first/a exit", B)) {
      Peer.kill("TERM", child.pid());
      List<String> lines = Stopping.rest(child);
      child.expectExit(9);
      assertThat(lines).contains("b ended");
      JsonNode task = Stopping.task(Stopping.report(lines), "a");
      assertThat(task.get("state").asText()).isEqualTo("FAILED");
      assertThat(task.get("error").asText()).contains("System.exit");
    }
  }

  @Test
  @DisplayName("STOP-07: the same if the VM exits already")
  void systemExitInTaskDuringExit() throws Exception {
    try (ChildJvm child = Stopping.ready("task=first/a exit", B, "main=exit")) {
      List<String> lines = Stopping.rest(child);
      child.expectExit(5);
      assertThat(lines).contains("b ended");
      assertThat(Stopping.task(Stopping.report(lines), "a").get("state").asText())
          .isEqualTo("FAILED");
    }
  }

  @Test
  @DisplayName("STOP-08: the end of the last thread runs the stages")
  void lastThread() throws Exception {
    try (ChildJvm child = Stopping.ready(A, "main=end")) {
      child.send("end");
      List<String> lines = Stopping.rest(child);
      child.expectExit(0);
      assertThat(lines).contains("began the end of the last thread", "a ended");
    }
  }

  @Test
  @DisplayName("STOP-09: close runs the stages and gives the signals back; the process continues")
  void close() throws Exception {
    try (ChildJvm child = Stopping.ready(A, "main=close", "hook=print")) {
      child.send("close");
      Stopping.until(child, "closed");
      Peer.kill("TERM", child.pid());
      assertThat(Stopping.rest(child)).containsExactly("hook");
      child.expectExit(143); // the VM's own
    }
  }

  @Test
  @DisplayName("STOP-10: a failure of the program gives status 1")
  void failure() throws Exception {
    try (ChildJvm child = Stopping.ready(A, "main=fail")) {
      assertThat(Stopping.rest(child))
          .contains("began the failure of worker: java.io.IOException: disk full", "a ended");
      child.expectExit(1);
    }
  }

  @Test
  @DisplayName("STOP-11: stop in a handler of signals, and in a task, returns at once")
  void stopInHandler() throws Exception {
    try (ChildJvm child = Stopping.ready("task=first/a stop", "main=stop-handler")) {
      Peer.kill("USR1", child.pid());
      assertThat(Stopping.rest(child)).contains("began a call: handler", "a ended");
      child.expectExit(0);
    }
  }

  @Test
  @DisplayName(
      "STOP-12: a task that throws is reported, the next stage runs at once, the status is 1")
  void taskThatThrows() throws Exception {
    try (ChildJvm child = Stopping.ready("task=first/a throw", B)) {
      Peer.kill("TERM", child.pid());
      List<String> lines = Stopping.rest(child);
      child.expectExit(1);
      assertThat(lines).contains("b ended");
      assertThat(Stopping.task(Stopping.report(lines), "a").get("error").asText())
          .isEqualTo("java.io.IOException: disk full");
    }
  }

  @Test
  @DisplayName("STOP-13: before the first signal there are no threads but those that read signals")
  void threadsBeforeTheFirstSignal() throws Exception {
    try (ChildJvm child = Stopping.of(A, "main=threads").start()) {
      Stopping.until(child, "ready");
      String line = child.line();
      while (!line.equals("end of threads")) {
        assertThat(line).isEqualTo("signalman-reader");
        line = child.line();
      }
    }
  }

  @Test
  @DisplayName("STOP-14: stages that end the last thread do not make the VM exit by itself")
  void lastThreadEndsInAStage() throws Exception {
    try (ChildJvm child =
        Stopping.ready("task=a/a release", "task=b/b throw", "main=leave", "hook=print")) {
      Peer.kill("TERM", child.pid());
      List<String> lines = Stopping.rest(child);
      child.expectExit(1);
      assertThat(lines).containsSubsequence("a ended", "b begun in stop/b/b", "hook");
    }
  }

  @Test
  @DisplayName("STOP-15: a program without a free descriptor stops in order")
  void withoutDescriptors() throws Exception {
    ChildJvm.Builder limited =
        Stopping.of(A, B, "main=no-descriptors", "lines=yes")
            .folders() // with an archive of classes the VM opens its jars later
            .prefix("prlimit", "--nofile=200")
            .vm("-XX:-MaxFDLimit");
    try (ChildJvm child = limited.start()) {
      Stopping.until(child, "no descriptor is left");
      Peer.kill("TERM", child.pid());
      List<String> lines = Stopping.rest(child);
      child.expectExit(0);
      assertThat(lines).contains("a ended", "b ended");
      assertThat(Stopping.report(lines).get("clean").asBoolean()).isTrue();
      assertThat(child.errors()).anyMatch(line -> line.startsWith("signalman: stopped in "));
    }
  }
}
