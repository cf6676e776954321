package dev.signalman.cli.stop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalman.cli.Launcher;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.OtherUser;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// `signalman stop` on programs of every kind.
class StopIT {
  private static final String NOBODY = "2147483647";
  private static final String DEAF = "trap '' TERM; echo ready; while :; do sleep 0.1; done";

  private static ChildProgram idle() throws IOException {
    return ChildProgram.start("sleep", "600");
  }

  /// A shell that has run as far as it says `ready`.
  private static ChildProgram sh(String script) throws Exception {
    ChildProgram program = ChildProgram.start("sh", "-c", script);
    program.expect("ready");
    return program;
  }

  private static String pid(ChildProgram program) {
    return Integer.toString(program.pid());
  }

  private static List<JsonNode> events(Launcher.Result result, String name) throws IOException {
    List<JsonNode> events = new ArrayList<>();
    for (String line : result.lines()) {
      JsonNode event = Launcher.json(line);
      if (event.get("event").textValue().equals(name)) {
        events.add(event);
      }
    }
    return events;
  }

  private static JsonNode end(Launcher.Result result, ChildProgram program) throws IOException {
    for (JsonNode event : events(result, "ended")) {
      if (event.get("pid").intValue() == program.pid()) {
        return event;
      }
    }
    throw new AssertionError("no end of " + program.pid() + " in " + result);
  }

  private static boolean isNamed(ChildProgram program, String name) throws IOException {
    return ProcFs.threadName(program.pid(), program.pid()).equals(name);
  }

  /// Before Linux 6.15 no status is known.
  private static void assertHow(JsonNode end, String key, String value) {
    if (end.get("core").isNull()) {
      assertThat(end.get("reason").textValue()).contains("6.15");
    } else {
      assertThat(end.get(key).asText()).isEqualTo(value);
    }
  }

  @Test
  @DisplayName("STOPCMD-04 programs that end when asked are status 0, each with its own status")
  void thoseThatEnd() throws Exception {
    try (ChildProgram idle = idle();
        ChildProgram tidy = sh("trap 'exit 7' TERM; echo ready; while :; do sleep 0.1; done")) {
      Launcher.Result result =
          Launcher.run("stop", "--kill-after", "5m", "--json", pid(idle), pid(tidy));
      assertThat(result.errors()).isEmpty();
      assertThat(result.status()).isZero();
      assertHow(end(result, idle), "signal", "SIGTERM");
      assertHow(end(result, tidy), "code", "7");
      assertThat(end(result, tidy).get("killed").booleanValue()).isFalse();
      assertThat(events(result, "asked"))
          .hasSize(2)
          .allMatch(event -> event.get("signal").textValue().equals("SIGTERM"));
    }
  }

  @Test
  @DisplayName("STOPCMD-05 one that ignores TERM is killed at the end of the time: status 3")
  void oneThatIsDeaf() throws Exception {
    try (ChildProgram idle = idle();
        ChildProgram deaf = sh(DEAF)) {
      Launcher.Result result =
          Launcher.run("stop", "--kill-after", "300ms", "--json", pid(idle), pid(deaf));
      assertThat(result.status()).isEqualTo(3);
      assertHow(end(result, deaf), "signal", "SIGKILL");
      assertThat(end(result, deaf).get("killed").booleanValue()).isTrue();
      assertThat(end(result, deaf).get("millis").longValue()).isGreaterThanOrEqualTo(300);
      deaf.expectExit(128 + 9);
    }
  }

  @Test
  @DisplayName("STOPCMD-06 a stopped program takes TERM, because CONT follows")
  void oneThatIsStopped() throws Exception {
    try (ChildProgram idle = idle()) {
      Peer.kill("STOP", idle.pid());
      Eventually.until("stopped", () -> ProcFs.process(idle.pid()).state() == 'T');
      assertThat(Launcher.run("stop", "--kill-after", "5m", pid(idle)).status()).isZero();
      idle.expectExit(128 + 15);
    }
  }

  @Test
  @DisplayName("STOPCMD-07 a zombie has ended, its status is unknown, and its parent is named")
  void oneThatIsAZombie() throws Exception {
    String program = "exec 3<&0; sh -c 'read -r line <&3' & echo $!; exec sleep 600";
    try (ChildProgram parent = ChildProgram.start("sh", "-c", program)) {
      int zombie = Integer.parseInt(parent.line());
      Eventually.until("a parent that does not wait", () -> isNamed(parent, "sleep"));
      parent.send("end");
      Eventually.until("a zombie", () -> ProcFs.process(zombie).state() == 'Z');
      Launcher.Result result = Launcher.run("stop", Integer.toString(zombie));
      assertThat(result.status()).isZero();
      assertThat(result.lines())
          .containsExactly(
              zombie
                  + " (sh): had ended before, status unknown: its parent "
                  + parent.pid()
                  + " (sleep) has not waited for it");
    }
  }

  @Test
  @DisplayName(
      "STOPCMD-08 what must not be stopped is refused by one line each, and the others end")
  void whatIsRefused() throws Exception {
    try (ChildProgram idle = idle()) {
      String self = "exec \"$0\" stop 1 $$ \"$@\"";
      Peer peer = Peer.run("sh", "-c", self, Launcher.PATH, NOBODY, pid(idle), pid(idle));
      assertThat(peer.output().lines())
          .contains(
              "signalman: 1: is process 1: with it every process of its pid namespace would end",
              "signalman: " + peer.pid() + ": is this command itself",
              "signalman: " + NOBODY + ": no such process (ESRCH)",
              "signalman: " + pid(idle) + ": was given twice")
          .hasSize(6); // and two of the one that ends
      assertThat(peer.status()).isEqualTo(1);
      idle.expectExit(128 + 15);
    }
  }

  @Test
  @DisplayName("STOPCMD-08 threads are refused: one of the kernel, and one of a process")
  void threadsAreRefused() throws Exception {
    long kernel = 2;
    long thread =
        ProcFs.threads(ProcessHandle.current().pid()).stream()
            .filter(id -> id != ProcessHandle.current().pid())
            .min(Long::compare)
            .orElseThrow();
    Launcher.Result result = Launcher.run("stop", Long.toString(thread));
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.errors())
        .containsExactly(
            "signalman: " + thread + ": is a thread of process " + ProcessHandle.current().pid());
    Assumptions.assumeTrue(
        !ProcFs.hasEnded(kernel) && ProcFs.threadName(kernel, kernel).equals("kthreadd"),
        "skipped: this pid namespace has no threads of the kernel");
    assertThat(Launcher.run("stop", Long.toString(kernel)).errors())
        .containsExactly("signalman: 2: is a thread of the kernel (kthreadd)");
  }

  @Test
  @DisplayName("STOPCMD-09 somebody else's program is refused with its owner, and the others end")
  void somebodyElses() throws Exception {
    String[] user = OtherUser.ofItsOwn();
    Assumptions.assumeTrue(OtherUser.works(user), "skipped: needs root, and setpriv");
    List<String> own = new ArrayList<>(List.of(user));
    own.addAll(List.of("sleep", "600"));
    try (ChildProgram idle = idle();
        ChildProgram others = ChildProgram.start(own.toArray(String[]::new))) {
      Eventually.until("another user's", () -> isNamed(others, "sleep"));
      Launcher.Result result =
          Launcher.runThrough(List.of(user), "stop", "--json", pid(idle), pid(others));
      assertThat(result.status()).isEqualTo(1);
      assertThat(result.errors())
          .containsExactly(
              "signalman: "
                  + pid(idle)
                  + ": it belongs to root (uid 0): operation not permitted (EPERM)");
      assertThat(events(result, "refused").getFirst().get("error").textValue()).isEqualTo("EPERM");
      assertHow(end(result, others), "signal", "SIGTERM");
      assertThat(idle.process().isAlive()).isTrue();
    }
  }

  @Test
  @DisplayName("STOPCMD-10 a failed write keeps nothing from being stopped, and is reported")
  void aFullDisk() throws Exception {
    try (ChildProgram idle = idle()) {
      Peer peer = Peer.run("sh", "-c", "\"$0\" stop \"$1\" >/dev/full", Launcher.PATH, pid(idle));
      assertThat(peer.output()).startsWith("signalman: cannot write to standard output");
      assertThat(peer.status()).isEqualTo(1);
      idle.expectExit(128 + 15);
    }
  }
}
