package dev.signalman.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Peer;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The second signal.
class ForceTest {
  private static final String A = "task=first/a wait abort";
  private static final String B = "task=second/b print";

  private static Peer sh(String script, ChildJvm child) throws Exception {
    return Peer.sh(script, Integer.toString(child.pid()));
  }

  /// One sender sends TERM, and again a moment after the program has said that it heard the first.
  private static void twice(ChildJvm child) throws Exception {
    String script = "kill -TERM $1; read go; sleep 0.2; kill -TERM $1";
    try (ChildProgram sender =
        ChildProgram.start("sh", "-c", script, "sh", Integer.toString(child.pid()))) {
      Stopping.until(child, "began");
      sender.send("go");
      sender.expectExit(0);
    }
  }

  @ParameterizedTest
  @CsvSource({"TERM,TERM,143", "INT,INT,130", "TERM,INT,130"})
  @DisplayName("STOP-20: a second signal ends the stages: 128 plus its number, tasks aborted")
  void inStages(String first, String second, int status) throws Exception {
    try (ChildJvm child = Stopping.ready(A, B, "hook=print")) {
      Peer.kill(first, child.pid());
      Stopping.until(child, "a begun");
      sh("sleep 0.6; kill -s " + second + " $1", child);
      List<String> lines = Stopping.rest(child);
      child.expectExit(status);
      assertThat(lines).contains("hook").doesNotContain("b ended");
      JsonNode report = Stopping.report(lines);
      assertThat(Stopping.task(report, "a").get("state").asText()).isEqualTo("FORCED");
      assertThat(Stopping.task(report, "b").get("state").asText()).isEqualTo("NOT_RUN");
      assertThat(report.get("signals")).hasSize(2);
    }
  }

  @Test
  @DisplayName("STOP-21: a second signal of the same sender forces after a tenth of a second")
  void sameSender() throws Exception {
    try (ChildJvm child = Stopping.ready(A)) {
      twice(child);
      child.expectExit(143);
    }
  }

  @Test
  @DisplayName("STOP-22: another sender within half a second does not force")
  void otherSenderAtOnce() throws Exception {
    areOne("kill -TERM $1; /bin/kill -s TERM $1; sh -c 'kill -TERM $1' sh $1");
  }

  @Test
  @DisplayName("STOP-22: two signals of one sender at the same moment, as of timeout(1), are one")
  void twiceAtOnce() throws Exception {
    areOne("kill -TERM $1; kill -CONT $1; kill -TERM $1");
  }

  private static void areOne(String script) throws Exception {
    Stopping.atOnce(() -> {
      try (ChildJvm child = Stopping.ready("task=first/a line")) {
        sh(script, child);
        child.send("enough");
        assertThat(Stopping.rest(child)).contains("a ended");
        child.expectExit(0);
      }
    });
  }

  @Test
  @DisplayName("STOP-23: one Ctrl-C that a supervisor passes on is one; a second Ctrl-C forces")
  void keys() throws Exception {
    Peer.assumePython();
    String terminal =
        """
        import os, pty, signal, sys, time
        pid, master = pty.fork()
        if pid == 0: os.execvp(sys.argv[1], sys.argv[1:])
        text = b''
        def until(word):
          global text
          while word not in text:
            try: more = os.read(master, 4096)
            except OSError: more = b''
            if not more: break
            text += more
        until(b'ready')
        os.write(master, b'\\x03')
        until(b'began')
        os.kill(pid, signal.SIGINT)
        until(b'a begun')
        os.kill(pid, signal.SIGINT)
        time.sleep(0.3)
        os.write(master, b'\\x03')
        until(b'not in the text')
        print(text.decode().replace('\\r', ''))
        print('status', os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
        """;
    try (ChildJvm child =
        Stopping.of("task=first/a wait", "delay=5s").prefix("python3", "-c", terminal).start()) {
      List<String> lines = Stopping.rest(child);
      assertThat(lines).contains("began INT from the kernel", "status 130");
      assertThat(Stopping.report(lines).get("forced").asBoolean()).isTrue();
    }
  }

  @Test
  @DisplayName("STOP-24: a second signal while hooks run halts the VM")
  void inHooks() throws Exception {
    try (ChildJvm child = Stopping.ready(B, "hook=line")) {
      Peer.kill("TERM", child.pid());
      Stopping.until(child, "hook begun");
      sh("sleep 0.6; kill -TERM $1", child);
      child.expectExit(143);
      assertThat(child.remainingLines()).noneMatch(line -> line.startsWith("hook read"));
    }
  }

  @Test
  @DisplayName("STOP-24: also if System.exit made them run; then it is the second that counts")
  void inHooksOfAnExit() throws Exception {
    try (ChildJvm child = Stopping.ready(B, "hook=hang", "main=exit")) {
      Stopping.until(child, "report");
      // The second, unless the program gets to read both only when a tenth of a second is over.
      sh("while kill -TERM $1 2>&-; do sleep 0.3; done", child);
      child.expectExit(143);
    }
  }

  @Test
  @DisplayName("STOP-25: signals stop and force while main is stuck")
  void mainIsStuck() throws Exception {
    try (ChildJvm child = Stopping.ready(A, "main=stuck", "hook=line")) {
      twice(child);
      Stopping.all(child, "a interrupted", "a aborted", "hook begun"); // nothing waits for aborts
      child.send("enough");
      child.expectExit(143);
    }
  }

  @Test
  @DisplayName("STOP-26: a second signal ends the drain delay, and no stage runs")
  void inDrainDelay() throws Exception {
    try (ChildJvm child = Stopping.ready(B, "delay=20s")) {
      Peer.kill("TERM", child.pid());
      Stopping.until(child, "readiness DRAINING");
      sh("sleep 0.6; kill -TERM $1", child);
      assertThat(Stopping.rest(child)).doesNotContain("b ended");
      child.expectExit(143);
    }
  }

  @Test
  @DisplayName("STOP-27: force does the same by a call")
  void byCall() throws Exception {
    try (ChildJvm child = Stopping.ready(A, "main=force", "hook=line")) {
      Stopping.until(child, "a begun");
      child.send("force");
      Stopping.all(child, "a aborted", "hook begun");
      child.send("enough");
      child.expectExit(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HUP"})
  @DisplayName("STOP-28: a different signal afterwards does not force, as of systemd's SendSIGHUP")
  void hangUpAfterTerm(String second) throws Exception {
    try (ChildJvm child = Stopping.ready("task=first/a line")) {
      sh("kill -TERM $1; sleep 0.6; kill -s " + second + " $1", child);
      child.send("enough");
      assertThat(Stopping.rest(child)).contains("a ended");
      child.expectExit(0);
    }
  }
}
