package dev.signalman.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalman.process.Child;
import dev.signalman.process.Spawn;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Peer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The kinds of things that can be a task.
class TasksTest {

  /// Stops executors, children and groups, some of which do not want to end.
  static final class Owner {
    private Owner() {}

    public static void main(String[] args) throws Exception {
      Lifecycle life = Lifecycle.builder().quiet().listener(new Printer()).open();
      boolean stubborn = args.length > 0;
      Duration time = stubborn ? Duration.ofMillis(400) : Duration.ofSeconds(20);
      Stage stage = life.stage("s").within(time);
      ExecutorService executor = Executors.newSingleThreadExecutor();
      executor.execute(() -> work("first", stubborn));
      executor.execute(() -> Subject.say("second"));
      String ignore = stubborn ? "trap '' TERM; " : "";
      String body = ignore + "echo started; while :; do sleep 0.1; done";
      Child child = Spawn.of("sh", "-c", body).start();
      Child job = Spawn.of("sh", "-c", body + " & wait").newGroup().start();
      stage.add("executor", executor);
      stage.add("child", child);
      stage.add("group", job.group());
      stage.add("future", () -> CompletableFuture.runAsync(() -> Subject.say("future")));
      stage.add("failed", () -> CompletableFuture.failedFuture(new IllegalStateException("no")));
      Subject.say("pids " + child.pid() + " " + job.pid());
      life.await();
    }

    private static void work(String name, boolean stubborn) {
      try {
        if (stubborn) {
          Thread.sleep(Long.MAX_VALUE);
        }
        Subject.say(name);
      } catch (InterruptedException e) {
        Subject.say(name + " interrupted");
      }
    }
  }

  private static final class Printer implements StopListener {
    @Override
    public void ended(StopReport report) {
      Subject.say("report " + report.toJson());
    }
  }

  private static List<String> stopped(ChildJvm child) throws Exception {
    List<String> before = new ArrayList<>(List.of(child.line()));
    while (!before.getLast().startsWith("pids ")) {
      before.add(child.line());
    }
    String[] pids = before.getLast().split(" ", -1);
    Peer.kill("TERM", child.pid());
    List<String> lines = new ArrayList<>(before);
    lines.addAll(Stopping.rest(child));
    child.expectExit(1); // because of the task that fails
    for (int i = 1; i < pids.length; i++) {
      Path process = Path.of("/proc", pids[i]);
      Eventually.until(process + " is gone", () -> !Files.exists(process));
    }
    return lines;
  }

  private static String state(List<String> lines, String task) throws Exception {
    return Stopping.task(Stopping.report(lines), task).get("state").asText();
  }

  @Test
  @DisplayName("STOP-80: executors finish, children and groups get TERM, futures are awaited")
  void willing() throws Exception {
    try (ChildJvm child = ChildJvm.start(Owner.class)) {
      List<String> lines = stopped(child);
      assertThat(lines).contains("first", "second", "future");
      for (String task : List.of("executor", "child", "group", "future")) {
        assertThat(state(lines, task)).as(task).isEqualTo("DONE");
      }
      JsonNode failed = Stopping.task(Stopping.report(lines), "failed");
      assertThat(failed.get("error").asText()).isEqualTo("java.lang.IllegalStateException: no");
    }
  }

  @Test
  @DisplayName("STOP-81: those that do not end in time are shut down now, and killed")
  void stubborn() throws Exception {
    try (ChildJvm child = ChildJvm.start(Owner.class, "stubborn")) {
      List<String> lines = stopped(child);
      assertThat(lines).contains("first interrupted").doesNotContain("second");
      for (String task : List.of("executor", "child", "group")) {
        assertThat(state(lines, task)).as(task).isEqualTo("LATE");
      }
    }
  }
}
