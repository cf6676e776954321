package dev.signalman.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalman.Signal;
import dev.signalman.cli.Launcher;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Peer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `signalman watch` with independent senders.
class WatchIT {
  @Test
  void firstSaysWhatItWatches() throws Exception {
    try (ChildProgram watch = Launcher.start("watch", "RTMIN+6", "usr1", "1", "HUP")) {
      assertThat(watch.line()).isEqualTo("watching " + watch.pid() + ": SIGHUP SIGUSR1 SIGRTMIN+6");
    }
    try (ChildProgram watch = Launcher.start("watch", "--json", "RTMIN+6", "HUP")) {
      assertThat(Launcher.json(watch.line()))
          .isEqualTo(
              Launcher.json(
                  "{\"watching\": %d, \"signals\": [\"SIGHUP\", \"SIGRTMIN+6\"]}"
                      .formatted(watch.pid())));
    }
  }

  @Test
  void watchesWhatCanBeReceivedExceptJobControl() throws Exception {
    try (ChildProgram watch = Launcher.start("watch", "--json")) {
      List<String> signals = Launcher.strings(Launcher.json(watch.line()).get("signals"));
      assertThat(signals)
          .contains("SIGHUP", "SIGINT", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGWINCH", "SIGRTMIN")
          .doesNotContain("SIGTERM", "SIGKILL", "SIGSTOP", "SIGSEGV", "SIGPIPE", "SIGRTMIN+28")
          .doesNotContain("SIGCHLD", "SIGCONT", "SIGTSTP", "SIGTTIN", "SIGTTOU");
      for (String signal : signals) {
        Peer.kill(signal.substring("SIG".length()), watch.pid());
        assertThat(Launcher.json(watch.line()).get("signal").textValue()).isEqualTo(signal);
      }
      Peer.kill("TERM", watch.pid());
      watch.expectExit(0);
      assertThat(watch.errors()).containsExactly("received " + signals.size() + ", dropped 0");
    }
  }

  @Test
  void tellsAtOnceWhoSentWhat() throws Exception {
    try (ChildProgram watch = Launcher.watch()) {
      Peer kill = Peer.kill("USR1", watch.pid());
      assertThat(watch.line())
          .matches("[0-9:]{8}\\.[0-9]{6} SIGUSR1 from .*")
          .contains("pid " + kill.pid() + ", uid ")
          .endsWith(", kill");
      Peer queue = Peer.queue("RTMIN+6", 42, watch.pid());
      assertThat(watch.line())
          .contains(" SIGRTMIN+6 from ", "pid " + queue.pid() + ", uid ")
          .endsWith(", queue, value 42");
    }
  }

  @Test
  void jsonTellsItToPrograms() throws Exception {
    Instant before = Instant.now();
    try (ChildProgram watch = Launcher.watch("--json")) {
      Peer queue = Peer.queue("RTMIN+6", 42, watch.pid());
      JsonNode object = Launcher.json(watch.line());
      List<String> keys = new ArrayList<>();
      object.fieldNames().forEachRemaining(keys::add);
      assertThat(keys)
          .containsExactly("signal", "number", "cause", "pid", "uid", "sender", "value", "time");
      assertThat(object.get("signal").textValue()).isEqualTo("SIGRTMIN+6");
      assertThat(object.get("number").intValue()).isEqualTo(40);
      assertThat(object.get("cause").textValue()).isEqualTo("queue");
      assertThat(object.get("pid").intValue()).isEqualTo(queue.pid());
      assertThat(object.get("uid").asText()).isEqualTo(Peer.sh("id -u").output().strip());
      assertThat(object.get("value").longValue()).isEqualTo(42);
      assertThat(Instant.parse(object.get("time").textValue()))
          .isBetween(before.minus(Duration.ofMillis(1)), Instant.now());
      Peer.kill("INT", watch.pid());
      assertThat(Launcher.json(watch.line()).get("value").isNull()).isTrue();
    }
  }

  @Test
  void namesASenderThatStays() throws Exception {
    String script = "kill -s USR1 $1; echo sent; read -r line";
    try (ChildProgram watch = Launcher.watch("--json");
        ChildProgram shell =
            ChildProgram.start("sh", "-c", script, "sh", Integer.toString(watch.pid()))) {
      shell.expect("sent");
      JsonNode object = Launcher.json(watch.line());
      assertThat(object.get("sender").textValue()).isEqualTo("sh");
      assertThat(object.get("pid").intValue()).isEqualTo(shell.pid());
      assertThat(object.get("cause").textValue()).isEqualTo("kill");
    }
  }

  @Test
  void termEndsItInOrder() throws Exception {
    try (ChildProgram watch = Launcher.watch("USR1")) {
      Peer.kill("USR1", watch.pid());
      watch.line();
      Peer.kill("TERM", watch.pid());
      watch.expectExit(0);
      assertThat(watch.errors()).containsExactly("received 1, dropped 0");
    }
  }

  @Test
  void termIsASignalLikeOthersIfItIsWatched() throws Exception {
    try (ChildProgram watch = Launcher.watch("TERM", "--count", "2")) {
      Peer.kill("TERM", watch.pid());
      assertThat(watch.line()).contains(" SIGTERM from ");
      Peer.shKill("TERM", watch.pid());
      assertThat(watch.line()).contains(" SIGTERM from ");
      watch.expectExit(0);
    }
  }

  @Test
  void signalsThatAreNotWatchedTakeTheirUsualAction() throws Exception {
    for (Signal signal : List.of(Signal.INT, Signal.HUP, Signal.QUIT, Signal.RT5)) {
      try (ChildProgram watch = Launcher.watch("USR1")) {
        Peer.kill(signal.name().replace("RT5", "RTMIN+5"), watch.pid());
        watch.expectExit(128 + signal.number());
      }
    }
  }

  @Test
  void endsAfterEnoughThoughMoreAreWaiting() throws Exception {
    try (ChildProgram watch = Launcher.watch("RTMIN+1", "USR1", "--count", "1")) {
      Peer.sh(
          "kill -s STOP $1; kill -s USR1 $1; kill -s 35 $1; kill -s 35 $1; kill -s CONT $1",
          Integer.toString(watch.pid()));
      assertThat(watch.line()).contains(" SIGUSR1 ");
      watch.expectExit(0);
      assertThat(watch.errors()).containsExactly("received 1, dropped 0");
    }
  }

  @Test
  void endsWhenTimeIsOver() throws Exception {
    try (ChildProgram watch = Launcher.watch("USR1", "--for", "200ms")) {
      watch.expectExit(0);
      assertThat(watch.errors()).containsExactly("received 0, dropped 0");
    }
  }

  @Test
  void writesWhatWasWaitingWhenTermCame() throws Exception {
    try (ChildProgram watch = Launcher.watch("--json", "RTMIN+6")) {
      Peer.sh(
          """
          kill -s STOP $1
          for value in 1 2 3; do /bin/kill -q $value -s 40 $1; done
          kill -s TERM $1
          kill -s CONT $1
          """,
          Integer.toString(watch.pid()));
      for (int value = 1; value <= 3; value++) {
        assertThat(Launcher.json(watch.line()).get("value").intValue()).isEqualTo(value);
      }
      watch.expectExit(0);
      assertThat(watch.errors()).containsExactly("received 3, dropped 0");
    }
  }
}
