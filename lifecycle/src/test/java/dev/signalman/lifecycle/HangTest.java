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

/// Tasks and hooks that hang: each is named with its stack, and the program ends.
class HangTest {
  private static final String B = "task=second/b print";

  /// A task after `first/a` that ends when the test says so.
  private static final String LAST = "task=second/b line";

  /// Lets the program stop when it has looked at `first/a`, however long that took.
  private static List<String> stoppedAfterLooks(ChildJvm child) throws Exception {
    Peer.kill("TERM", child.pid());
    Stopping.all(child, "slow 90 first/a", "b begun in stop/second/b");
    child.send("enough");
    return Stopping.rest(child);
  }

  private static List<String> stopped(ChildJvm child) throws Exception {
    Peer.kill("TERM", child.pid());
    return Stopping.rest(child);
  }

  @ParameterizedTest
  @CsvSource({
    "wait,       java.lang.Object.wait,                 '',               ''",
    "monitor,    Kinds.,                                java.lang.Object, owner-of-monitor",
    "lock,       java.util.concurrent.locks,            ReentrantLock,    owner-of-lock",
    "read,       java.io.FileInputStream.read,          '',               ''",
    "loop,       Kinds.loop,                            '',               ''"
  })
  @DisplayName("STOP-30: a task that hangs is named, with its stack and the owner of its lock")
  void task(String kind, String frame, String lock, String owner) throws Exception {
    // A thread dump that takes more than two seconds tells no owner.
    Stopping.atOnce(() -> shown(kind, frame, lock, owner));
  }

  private static void shown(String kind, String frame, String lock, String owner) throws Exception {
    try (ChildJvm child = Stopping.ready("task=first/a " + kind + " 1s", LAST, "deadline=40s")) {
      List<String> lines = stoppedAfterLooks(child);
      child.expectExit(1);
      assertThat(lines).contains("b ended");
      JsonNode task = Stopping.task(Stopping.report(lines), "a");
      assertThat(task.get("state").asText()).isEqualTo("LATE");
      JsonNode where = task.get("where");
      assertThat(where.get("thread").asText()).isEqualTo("stop/first/a");
      assertThat(where.get("stack").toString()).contains(frame);
      assertThat(where.get("waitsFor").asText()).contains(lock);
      assertThat(where.get("owner").asText()).isEqualTo(owner);
      assertThat(where.get("unknown").asText()).isEmpty();
      if (!owner.isEmpty()) {
        assertThat(where.get("ownerStack").toString()).contains("Kinds.hang");
      }
    }
  }

  @Test
  @DisplayName("STOP-30: it is shown at half and at nine tenths of its time")
  void looks() throws Exception {
    Stopping.atOnce(() -> {
      try (ChildJvm child = Stopping.ready("task=first/a loop 600ms", B)) {
        assertThat(stopped(child))
            .containsSubsequence("slow 50 first/a", "slow 90 first/a", "b ended");
        child.expectExit(1);
      }
    });
  }

  @Test
  @DisplayName("STOP-31: with the deadline over, the program ends although all tasks hang")
  void deadline() throws Exception {
    try (ChildJvm child =
        Stopping.ready(
            "task=s/a wait",
            "task=s/b monitor",
            "task=s/c loop",
            "task=s/d lock abort",
            "deadline=4s",
            "reserve=3s",
            "main=stuck")) {
      List<String> lines = stopped(child);
      child.expectExit(1);
      assertThat(lines).contains("d aborted");
      JsonNode report = Stopping.report(lines);
      for (String task : List.of("a", "b", "c", "d")) {
        assertThat(Stopping.task(report, task).get("state").asText()).isEqualTo("LATE");
      }
    }
  }

  @Test
  @DisplayName("STOP-32: a task that holds the only carrier does not keep later tasks from running")
  void carriersAreHeld() throws Exception {
    ChildJvm.Builder single =
        Stopping.of("task=first/a loop 300ms", B)
            .vm("-Djdk.virtualThreadScheduler.parallelism=1")
            .vm("-Djdk.virtualThreadScheduler.maxPoolSize=1");
    try (ChildJvm child = Stopping.ready(single)) {
      assertThat(stopped(child)).contains("b begun in stop/second/b", "b ended");
      child.expectExit(1);
    }
  }

  @Test
  @DisplayName("STOP-33: without the module jdk.management, the stack is shown and what is missing")
  void withoutManagement() throws Exception {
    ChildJvm.Builder small =
        Stopping.of("task=first/a monitor 1s", LAST, "deadline=40s")
            .vm("--limit-modules=java.base");
    try (ChildJvm child = Stopping.ready(small)) {
      JsonNode where = Stopping.task(Stopping.report(stoppedAfterLooks(child)), "a").get("where");
      assertThat(where.get("stack").toString()).contains("Kinds.");
      assertThat(where.get("unknown").asText())
          .isEqualTo("the owner of its lock is not known: the module jdk.management is missing");
    }
  }

  @Test
  @DisplayName("STOP-34: a hook that hangs is named, and the VM is halted at the deadline")
  void hook() throws Exception {
    try (ChildJvm child = Stopping.ready(B, "hook=hang", "deadline=40s")) {
      Peer.kill("TERM", child.pid());
      Stopping.until(child, "hangs hook-hang");
    }
    Stopping.atOnce(() -> {
      try (ChildJvm child = Stopping.ready(B, "hook=hang", "deadline=2s")) {
        List<String> lines = stopped(child);
        child.expectExit(1);
        assertThat(lines).contains("noted the VM is halted with status 1");
      }
    });
  }

  @Test
  @DisplayName("STOP-34: also if other code called System.exit")
  void hookDuringAnExit() throws Exception {
    try (ChildJvm child = Stopping.ready(B, "hook=hang", "deadline=40s", "main=exit")) {
      Stopping.until(child, "hangs hook-hang");
    }
    try (ChildJvm child = Stopping.ready(B, "hook=hang", "deadline=2s", "main=exit")) {
      child.expectExit(1);
    }
  }

  @Test
  @DisplayName("STOP-35: a task without memory halts the VM with status 1 and one line")
  void taskWithoutMemory() throws Exception {
    try (ChildJvm child = Stopping.ready(Stopping.of("task=s/a oom", B).vm("-Xmx24m"))) {
      assertThat(stopped(child)).doesNotContain("b ended");
      child.expectExit(1);
      assertThat(child.errors())
          .containsExactly(
              "signalman: out of memory while the program stops: halted with status 1");
    }
  }

  @Test
  @DisplayName("STOP-35: so does a thread of the lifecycle")
  void listenersWithoutMemory() throws Exception {
    try (ChildJvm child = Stopping.ready(Stopping.of(B, "status=oom").vm("-Xmx24m"))) {
      List<String> _ = stopped(child);
      child.expectExit(1);
      assertThat(child.errors()).anyMatch(line -> line.startsWith("signalman: out of memory"));
    }
  }

  @Test
  @DisplayName("STOP-36: time for which the process was stopped is reported")
  void stoppedProcess() throws Exception {
    try (ChildJvm child = Stopping.ready("task=s/a wait 2s", B)) {
      Peer.kill("TERM", child.pid());
      Stopping.until(child, "a begun");
      Peer.sh("kill -STOP $1; sleep 2.5; kill -CONT $1", Integer.toString(child.pid()));
      JsonNode report = Stopping.report(Stopping.rest(child));
      assertThat(report.get("notes").toString()).contains("the process did not run");
    }
  }

  @Test
  @DisplayName("STOP-37: the lines on standard error tell what is slow, and where")
  void lines() throws Exception {
    Stopping.atOnce(HangTest::told);
  }

  private static void told() throws Exception {
    try (ChildJvm child =
        Stopping.ready("task=first/a monitor 1s", LAST, "deadline=40s", "lines=yes")) {
      List<String> _ = stoppedAfterLooks(child);
      String text = String.join("\n", child.errors());
      assertThat(text)
          .contains("signalman: stopping by TERM from pid ")
          .contains("within 40 s")
          .contains(
              "signalman: 50 % of the time of first/a is over; thread stop/first/a: waits for")
          .contains("which thread owner-of-monitor has")
          .contains("signalman: first/a had not ended after ")
          .containsPattern("signalman: stopped in .*: 2 tasks, 1 late \\(first/a\\)");
    }
  }

  @Test
  @DisplayName(
      "STOP-38: listeners that hang, as on an output that nobody reads, do not keep it from ending")
  void listenersThatHang() throws Exception {
    try (ChildJvm child = Stopping.ready("task=s/a print", "status=hang")) {
      Peer.kill("TERM", child.pid());
      assertThat(Stopping.rest(child)).contains("a ended");
      child.expectExit(0);
    }
  }
}
