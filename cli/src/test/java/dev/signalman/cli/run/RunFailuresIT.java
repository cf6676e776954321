package dev.signalman.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalman.cli.Launcher;
import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.OtherUser;
import dev.signalman.testkit.Peer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `signalman run`, `tini` and `dumb-init` where something is wrong: one line, and the program is
/// never left alone.
class RunFailuresIT {
  @TempDir Path folder;

  private static Launcher.Result run(String... line) throws Exception {
    return Launcher.runThrough(List.of("env", "--default-signal"), line);
  }

  @Test
  @DisplayName(
      "RUN-11 no such program 127, not executable 126, our own failures 125, with one line")
  void statusesOfFailures() throws Exception {
    Launcher.Result none = run("run", "no-such-program");
    assertThat(none.status()).isEqualTo(127);
    assertThat(none.errors())
        .containsExactly(
            "signalman: cannot start no-such-program: ENOENT (No such file or directory)");
    Launcher.Result folder = run("run", "--json", "/etc");
    assertThat(folder.status()).isEqualTo(126);
    assertThat(folder.errors()).singleElement().asString().contains("EACCES");
    Launcher.Result option = run("run", "--bogus", "true");
    assertThat(option.status()).isEqualTo(125);
    assertThat(option.errors())
        .containsExactly("signalman: unknown option \"--bogus\" (signalman run --help)");
  }

  @ParameterizedTest
  @DisplayName("RUN-12 the program runs and is ended in order although the log cannot be written")
  @ValueSource(strings = {"run --json", "run --verbose", "tini -vvv", "dumb-init -v"})
  void aFullDisk(String command) throws Exception {
    String script = "trap 'exit 4' TERM; echo ready >&3; while :; do sleep 0.05; done";
    String whole =
        "exec 3>&1; exec \"$0\" "
            + command
            + " -- sh -c '"
            + script.replace("'", "'\\''")
            + "' >/dev/full 2>/dev/full";
    try (ChildProgram run = ChildProgram.start("sh", "-c", whole, Launcher.PATH)) {
      run.expect("ready");
      Peer.kill("TERM", run.pid());
      // Where the log is what was asked for, its loss is a failure.
      run.expectExit(command.contains("json") ? 125 : 4);
    }
  }

  @ParameterizedTest
  @DisplayName("RUN-13 closed standard streams are no hindrance")
  @ValueSource(strings = {"run --json", "run", "tini -svvv", "dumb-init -v"})
  void closedStreams(String command) throws Exception {
    String script =
        "exec 3>&1 <&- >&- 2>&-; exec \"$0\" " + command + " -- sh -c 'echo ran >&3; exit 6'";
    Peer peer = Peer.run("sh", "-c", script, Launcher.PATH);
    assertThat(peer.output()).isEqualTo("ran\n");
    assertThat(peer.status()).isEqualTo(command.contains("json") ? 125 : 6);
  }

  /// A command that runs another one without `/proc`. There the C library cannot find the libraries
  /// of the VM by itself.
  private static List<String> withoutProc() throws Exception {
    String script = "mount -t tmpfs none /proc && export LD_LIBRARY_PATH=\"$0\" && exec \"$@\"";
    String libraries = Path.of(System.getProperty("java.home"), "lib").toString();
    List<String> bare = List.of("unshare", "-Urm", "sh", "-c", script, libraries);
    List<String> probe = new ArrayList<>(bare);
    probe.add("true");
    assumeTrue(
        Peer.run(probe.toArray(String[]::new)).status() == 0,
        "skipped: no file system can be mounted in a namespace here");
    return bare;
  }

  @ParameterizedTest
  @DisplayName("RUN-14 without /proc the program runs, and a line says what cannot be done")
  @ValueSource(strings = {"run", "tini -s", "dumb-init"})
  void withoutProc(String command) throws Exception {
    List<String> bare = withoutProc();
    List<String> line = new ArrayList<>(List.of(command.split(" ")));
    line.addAll(List.of("--", "sh", "-c", "echo ran; exit 8"));
    Launcher.Result result = Launcher.runThrough(bare, line.toArray(String[]::new));
    assertThat(result.lines()).containsExactly("ran");
    assertThat(result.status()).isEqualTo(8);
    if (!command.equals("dumb-init")) {
      assertThat(result.errors()).anyMatch(text -> text.contains("orphans cannot be told from"));
    }
  }

  @Test
  @DisplayName("RUN-14 without /proc nothing is started that would have to be waited for")
  void withoutProcNotAllCanBeWaitedFor() throws Exception {
    List<String> bare = withoutProc();
    Launcher.Result result = Launcher.runThrough(bare, "run", "--wait-all", "--", "echo", "ran");
    assertThat(result.lines()).isEmpty();
    assertThat(result.status()).isEqualTo(125);
  }

  @ParameterizedTest
  @DisplayName(
      "RUN-15 a signal that cannot be passed on is one line, and the program is looked after")
  @ValueSource(strings = {"run", "run --group", "tini", "dumb-init -c"})
  void aProgramOfAnotherUser(String command) throws Exception {
    String[] user = OtherUser.ofItsOwn();
    assumeTrue(OtherUser.works(user), "skipped: needs root, and setpriv");
    Path program = folder.resolve("root");
    Files.copy(CProgram.compile(RunFailuresIT.class, "/c/root.c").path(), program);
    Peer.succeed("chmod", "4755", program.toString());
    Peer.succeed("chmod", "755", folder.toString());
    List<String> line = new ArrayList<>(List.of(user));
    line.add(Launcher.PATH);
    line.addAll(List.of(command.split(" ")));
    line.addAll(List.of("--", program.toString()));
    try (ChildProgram run = ChildProgram.start(line.toArray(String[]::new))) {
      String first = run.line();
      assumeTrue(first.equals("ready"), "skipped: no set-user-ID programs here: " + first);
      Peer.kill("USR1", run.pid());
      Eventually.until(
          "it is said", () -> run.errors().stream().anyMatch(text -> text.contains("ermitted")));
      run.send("");
      run.expect("here"); // still connected, and alive
      run.process().getOutputStream().close();
      run.expectExit(5);
    }
  }
}
