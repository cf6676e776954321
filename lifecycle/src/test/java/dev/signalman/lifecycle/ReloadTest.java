package dev.signalman.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Signal;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// HUP as a reload.
class ReloadTest {
  /// Has two parts; each reads the outcome of its preparation from the test.
  static final class Reloading {
    private Reloading() {}

    public static void main(String[] args) throws Exception {
      Lifecycle life =
          Lifecycle.builder().quiet().reloadOn(Signal.HUP).listener(new Printer()).open();
      if (args.length > 0) {
        life.onReload(
            "config",
            () -> {
              Subject.say("prepare");
              String line = Subject.line();
              if (line.equals("bad")) {
                throw new IOException("line 7 is wrong");
              }
              return () -> Subject.say("apply config " + line);
            });
        life.onReload(
            "routes",
            () ->
                () -> {
                  if (args[0].equals("apply fails")) {
                    throw new IllegalStateException("no route");
                  }
                  Subject.say("apply routes");
                });
      }
      life.stage("s").add("a", () -> {});
      Subject.say("ready");
      life.await();
    }
  }

  private static final class Printer implements StopListener {
    @Override
    public void reloaded(Duration took) {
      Subject.say("reloaded");
    }

    @Override
    public void reloadFailed(String part, Throwable error, List<String> applied) {
      Subject.say("failed " + part + " " + error.getMessage() + " " + applied);
    }

    @Override
    public void noted(String sentence) {
      Subject.say("noted " + sentence);
    }

    @Override
    public void ended(StopReport report) {
      Subject.say("stopped");
    }
  }

  private static ChildJvm ready(ChildJvm.Builder builder) throws Exception {
    ChildJvm child = builder.start();
    child.expect("ready");
    return child;
  }

  private static ChildJvm ready(String... args) throws Exception {
    return ready(ChildJvm.of(Reloading.class).args(args));
  }

  private static void hangUp(ChildJvm child) throws Exception {
    Peer.kill("HUP", child.pid());
  }

  @Test
  @DisplayName("STOP-60: HUP prepares all parts and then applies them; the program keeps running")
  void reloads() throws Exception {
    try (ChildJvm child = ready("well")) {
      hangUp(child);
      child.expect("prepare");
      child.send("new");
      child.expect("apply config new", "apply routes", "reloaded");
      Peer.kill("TERM", child.pid());
      child.expect("stopped");
      child.expectExit(0);
    }
  }

  @Test
  @DisplayName("STOP-61: a part that cannot be prepared leaves the old state everywhere")
  void badConfiguration() throws Exception {
    try (ChildJvm child = ready("well")) {
      hangUp(child);
      child.expect("prepare");
      child.send("bad");
      child.expect("failed config line 7 is wrong []");
      hangUp(child);
      child.expect("prepare");
      child.send("good");
      child.expect("apply config good", "apply routes", "reloaded");
    }
  }

  @Test
  @DisplayName("STOP-62: if a part fails while it is applied, those in use already are named")
  void applyFails() throws Exception {
    try (ChildJvm child = ready("apply fails")) {
      hangUp(child);
      child.expect("prepare");
      child.send("new");
      child.expect("apply config new", "failed routes no route [config]");
    }
  }

  @Test
  @DisplayName("STOP-63: however many come during one, exactly one more follows")
  void coalesce() throws Exception {
    try (ChildJvm child = ready("well")) {
      hangUp(child);
      child.expect("prepare");
      for (int i = 0; i < 5; i++) {
        hangUp(child);
      }
      child.send("first");
      child.expect("apply config first", "apply routes");
      assertThat(List.of(child.line(), child.line()))
          .containsExactlyInAnyOrder("reloaded", "prepare");
      child.send("second");
      child.expect("apply config second", "apply routes", "reloaded");
      Peer.kill("TERM", child.pid());
      child.expect("stopped"); // and no third
    }
  }

  @Test
  @DisplayName("STOP-64: a stop during a reload does not wait for it")
  void stopDuringReload() throws Exception {
    try (ChildJvm child = ready("well")) {
      hangUp(child);
      child.expect("prepare");
      Peer.kill("TERM", child.pid());
      child.expect("stopped");
      child.expectExit(0);
    }
  }

  @Test
  @DisplayName("STOP-65: without parts to reload HUP says so, and stops nothing")
  void nothingToReload() throws Exception {
    try (ChildJvm child = ready()) {
      hangUp(child);
      child.expect("noted nothing to reload: Lifecycle.onReload adds parts");
    }
  }

  @Test
  @DisplayName("STOP-66: under nohup HUP does not stop the program, but can still reload it")
  void nohup() throws Exception {
    try (ChildJvm child = ready(ChildJvm.of(Reloading.class).args("well").prefix("nohup"))) {
      hangUp(child);
      child.expect("prepare");
    }
    try (ChildJvm child = Stopping.ready(Stopping.of("task=s/a print").prefix("nohup"))) {
      hangUp(child);
      Peer.kill("TERM", child.pid());
      assertThat(Stopping.rest(child)).anyMatch(line -> line.startsWith("began TERM"));
    }
  }
}
