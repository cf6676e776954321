package dev.signalman.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalman.cli.Launcher;
import dev.signalman.cli.proc.ProcFolder;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `signalman inspect` of programs that are no JVM.
class InspectIT {
  private static final String SHELL = "trap '' HUP; trap : USR1; echo ready; read -r line; exit 0";

  private static ChildProgram shell() throws Exception {
    ChildProgram shell = ChildProgram.start("sh", "-c", SHELL);
    shell.expect("ready");
    return shell;
  }

  /// A program that blocks some signals and has two of them pending.
  private static ChildProgram blocked() throws Exception {
    ChildProgram sleep = ChildProgram.start("env", "--block-signal=USR2,40,CHLD", "sleep", "60");
    Eventually.until(
        "sleep runs", () -> ProcFolder.of(sleep.pid()).command().orElse("").equals("sleep"));
    Peer.kill("USR2", sleep.pid());
    Peer.queue("40", 5, sleep.pid());
    return sleep;
  }

  @Test
  void tellsWhatAShellCatchesAndIgnores() throws Exception {
    try (ChildProgram shell = shell()) {
      Launcher.Result result = Launcher.run("inspect", Integer.toString(shell.pid()));
      assertThat(result.errors()).isEmpty();
      assertThat(result.status()).isZero();
      assertThat(result.lines().get(0)).isEqualTo(shell.pid() + " sh");
      assertThat(result.lines().get(1)).startsWith("  caught   ").contains("SIGUSR1");
      assertThat(result.lines().get(2)).startsWith("  ignored  ").contains("SIGHUP");
    }
  }

  @Test
  void jsonHasTheKeysOfTheContract() throws Exception {
    try (ChildProgram shell = shell()) {
      JsonNode object = Launcher.run("inspect", "--json", Integer.toString(shell.pid())).json();
      List<String> keys = new ArrayList<>();
      object.fieldNames().forEachRemaining(keys::add);
      assertThat(keys)
          .containsExactly(
              "pid", "command", "caught", "ignored", "blocked", "pending", "queued", "queueLimit");
      assertThat(object.get("pid").intValue()).isEqualTo(shell.pid());
      assertThat(object.get("command").textValue()).isEqualTo("sh");
      assertThat(Launcher.strings(object.get("caught"))).contains("SIGUSR1");
      assertThat(Launcher.strings(object.get("ignored"))).contains("SIGHUP");
      assertThat(object.get("queueLimit").longValue())
          .isEqualTo(ProcFs.process(shell.pid()).queueLimit());
    }
  }

  @Test
  void showsWhatIsBlockedAndPending() throws Exception {
    try (ChildProgram sleep = blocked()) {
      JsonNode object =
          Launcher.run("inspect", "--threads", "--json", Integer.toString(sleep.pid())).json();
      assertThat(Launcher.strings(object.get("blocked")))
          .containsExactly("SIGUSR2", "SIGCHLD", "SIGRTMIN+6");
      assertThat(Launcher.strings(object.get("pending"))).containsExactly("SIGUSR2", "SIGRTMIN+6");
      assertThat(object.get("queued").longValue()).isPositive();
      JsonNode thread = object.get("threads").get(0);
      assertThat(thread.get("tid").intValue()).isEqualTo(sleep.pid());
      assertThat(thread.get("name").textValue()).isEqualTo("sleep");
      assertThat(Launcher.strings(thread.get("blocked"))).contains("SIGUSR2");
      assertThat(Launcher.strings(thread.get("pending"))).isEmpty(); // it waits for the process
    }
  }

  @Test
  void showsTheOthersWhenOneIsGone() throws Exception {
    Peer gone = Peer.sh("exit 0");
    try (ChildProgram shell = shell()) {
      Launcher.Result result =
          Launcher.run(
              "inspect", "--json", Integer.toString(gone.pid()), Integer.toString(shell.pid()));
      assertThat(result.status()).isEqualTo(1);
      assertThat(result.errors())
          .containsExactly("signalman: " + gone.pid() + ": no such process (ESRCH)");
      assertThat(result.json().get("pid").intValue()).isEqualTo(shell.pid());
    }
  }

  @Test
  void writesOneObjectALine() throws Exception {
    try (ChildProgram one = shell();
        ChildProgram other = shell()) {
      Launcher.Result result =
          Launcher.run(
              "inspect", "--json", Integer.toString(one.pid()), Integer.toString(other.pid()));
      assertThat(result.lines()).hasSize(2);
      assertThat(Launcher.json(result.lines().get(1)).get("pid").intValue()).isEqualTo(other.pid());
    }
  }
}
