package dev.signalman.cli.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalman.cli.Launcher;
import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `signalman exec` as users start it.
class ExecIT {
  /// Or a signal that is ignored in this process, as INT is in a job in the background, would be in
  /// the programs.
  private static final List<String> WITH_DEFAULT_SIGNALS = List.of("env", "--default-signal");

  @TempDir Path temp;

  private static Launcher.Result exec(String... args) throws Exception {
    return Launcher.runThrough(WITH_DEFAULT_SIGNALS, all("exec", args));
  }

  private static String[] all(String first, String... rest) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(List.of(rest));
    return all.toArray(String[]::new);
  }

  private ChildProgram start(String... args) throws Exception {
    return Launcher.start(all("exec", args));
  }

  private static ChildProgram receiver(int count, int processes, String... options)
      throws Exception {
    Path program = CProgram.compile(ExecIT.class, "/c/receive.c").path();
    List<String> line = new ArrayList<>(List.of("exec"));
    line.addAll(List.of(options));
    line.addAll(List.of("--", program.toString(), "" + count, "" + processes));
    return Launcher.start(line.toArray(String[]::new));
  }

  @Test
  void outputArgumentsAndInputAreTheProgramsOwn() throws Exception {
    Launcher.Result result = exec("printf", "%s|", "--", "-h", "--json", "", "a b", "@x", "ü€");
    assertThat(result.out()).isEqualTo("--|-h|--json||a b|@x|ü€|");
    assertThat(result.errors()).isEmpty();
    Peer shell = Peer.sh("echo 'echo read; exit 7' | \"$1\" exec sh; echo $?", Launcher.PATH);
    assertThat(shell.output()).isEqualTo("read\n7\n");
  }

  @Test
  void argumentsDoNotDependOnTheLocale() throws Exception {
    List<String> c = List.of("env", "LC_ALL=C");
    assertThat(Launcher.runThrough(c, "exec", "printf", "%s", "ü€").out()).isEqualTo("ü€");
    Peer shell = Peer.run("sh", "-c", "$0 exec echo \"$(printf '\\377')\"", Launcher.PATH);
    assertThat(shell.status()).isEqualTo(125);
    assertThat(shell.output()).startsWith("signalman: cannot start echo: ").contains("not UTF-8");
  }

  /// Each line with timeout(1) of coreutils and with `exec`; again if they differ, for a shell may
  /// be too slow to set its trap before the time limit.
  @Test
  void sameStatusAsTimeout() throws Exception {
    Path plain = Files.writeString(temp.resolve("plain"), "exit 9\n");
    Path script = Files.writeString(temp.resolve("script"), "exit 9\n");
    Path lost = Files.writeString(temp.resolve("lost"), "#!/no/such/shell\n");
    assertThat(script.toFile().setExecutable(true) && lost.toFile().setExecutable(true)).isTrue();
    List<List<String>> lines =
        List.of(
            List.of("60", "true"),
            List.of("60", "false"),
            List.of("0", "sh", "-c", "exit 255"),
            List.of("60", "sh", "-c", "kill -TERM $$"),
            List.of("60", "sh", "-c", "kill -INT $$"),
            List.of("60", "sh", "-c", "kill -KILL $$"),
            List.of("60", "sh", "-c", "kill -USR2 $$"),
            List.of("60", "/no/such/program"),
            List.of("60", "no-such-program"),
            List.of("60", ""),
            List.of("60", "-1"),
            List.of("60", "/etc"),
            List.of("60", plain.toString()),
            List.of("60", script.toString()),
            List.of("60", lost.toString()),
            List.of("60", "/etc/passwd/x"),
            List.of("0.1", "sleep", "60"),
            List.of("--preserve-status", "0.1", "sleep", "60"),
            List.of("--signal=KILL", "0.1", "sleep", "60"),
            List.of("--signal=USR1", "--preserve-status", "0.1", "sleep", "60"),
            List.of("0.1", "sh", "-c", "kill -STOP $$"),
            List.of("0.5", "sh", "-c", "trap 'exit 3' TERM; while :; do sleep 0.1; done"),
            List.of(
                "--preserve-status",
                "0.5",
                "sh",
                "-c",
                "trap 'exit 3' TERM; while :; do sleep 0.1; done"),
            List.of(
                "--kill-after=0.1", "0.5", "sh", "-c", "trap '' TERM; while :; do sleep 1; done"),
            List.of(".1", "sleep", "60"),
            List.of("1e-1", "sleep", "60"),
            List.of("1e-300", "sleep", "60"),
            List.of("0x1p-4", "sleep", "60"),
            List.of("inf", "true"),
            List.of("99999999999999999999d", "sh", "-c", "exit 4"),
            List.of("+60.", "true"),
            List.of("nan", "true"),
            List.of("1e", "true"),
            List.of("--signal=0", "0.1", "sh", "-c", "sleep 1; exit 3"),
            List.of("--signal=EXIT", "--preserve-status", "0.1", "sh", "-c", "sleep 1; exit 3"),
            List.of("--signal=0", "--kill-after=0.1", "0.1", "sleep", "60"),
            List.of("--signal=138", "--preserve-status", "0.1", "sleep", "60"),
            List.of("--signal=128", "60", "true"),
            List.of("--signal=NOSUCH", "1", "true"),
            List.of("--bogus", "1", "true"),
            List.of("1x", "true"));
    List<String> expected = new ArrayList<>();
    List<String> actual = new ArrayList<>();
    for (List<String> line : lines) {
      List<String> ours = new ArrayList<>();
      for (String word : line) {
        boolean time = !word.startsWith("--") && !ours.contains("--");
        ours.addAll(time ? List.of("--timeout", word, "--") : List.of(word));
      }
      int theirs = 0;
      int status = -1;
      // A shell with a trap loses a signal that comes while it forks.
      int attempts = line.getLast().startsWith("trap") ? 5 : 1;
      for (int attempt = 0; attempt < attempts && status != theirs; attempt++) {
        List<String> reference = new ArrayList<>(WITH_DEFAULT_SIGNALS);
        reference.add("timeout");
        reference.addAll(line);
        theirs = Peer.run(reference.toArray(String[]::new)).status();
        status = exec(ours.toArray(String[]::new)).status();
      }
      expected.add(line + " " + theirs);
      actual.add(line + " " + status);
    }
    assertThat(actual).isEqualTo(expected);
  }

  @Test
  void onlyAfterDashesANameMayBeginWithOne() throws Exception {
    Path program = Files.writeString(temp.resolve("-1"), "#!/bin/sh\necho ran\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    List<String> path = List.of("env", "PATH=" + temp + ":" + System.getenv("PATH"));
    assertThat(Launcher.runThrough(path, "exec", "--", "-1").out()).isEqualTo("ran\n");
    assertThat(Launcher.runThrough(path, "every", "1h", "--count", "1", "--", "-1").out())
        .isEqualTo("ran\n");
    Launcher.Result refused = Launcher.runThrough(path, "exec", "-1");
    assertThat(refused.errors())
        .containsExactly("signalman: unknown option \"-1\" (signalman exec --help)");
    assertThat(refused.status()).isEqualTo(125);
  }

  @Test
  void aProgramThatCannotBeStartedIsOneLine() throws Exception {
    assertThat(exec("no-such-program").errors())
        .containsExactly(
            "signalman: cannot start no-such-program: ENOENT (No such file or directory)");
    assertThat(exec("/etc").errors())
        .containsExactly(
            "signalman: cannot start /etc, which is a directory: EACCES (Permission denied)");
  }

  @Test
  void aClosedInputIsNotAFileOfTheVm() throws Exception {
    String reader = "exec \"$0\" exec head -c 1 <&-";
    assertThat(Peer.run("sh", "-c", reader, Launcher.PATH).output()).contains("Bad file");
  }

  @Test
  void diesOfTheSignalThatTheProgramDiedOf() throws Exception {
    for (int number : new int[] {2, 9, 10, 14, 15, 40}) {
      Peer peer =
          Peer.python(
              "import subprocess, sys; print(subprocess.run(sys.argv[1:]).returncode)",
              "env",
              "--default-signal",
              Launcher.PATH,
              "exec",
              "sh",
              "-c",
              "kill -" + number + " $$");
      assertThat(peer.output().strip()).isEqualTo("-" + number);
    }
  }

  @Test
  void passesOnEverySignalInOrder() throws Exception {
    List<Integer> numbers = new ArrayList<>();
    for (int number = 1; number <= 64; number++) {
      boolean kept = List.of(9, 17, 19, 20, 21, 22, 32, 33, 62).contains(number);
      boolean vm = List.of(4, 7, 8, 11, 13, 25).contains(number);
      if (!kept && !vm) {
        numbers.add(number);
      }
    }
    try (ChildProgram program = receiver(numbers.size(), 1)) {
      int pid = Integer.parseInt(program.line().substring("ready ".length()));
      for (int number : numbers) {
        Peer.kill(Integer.toString(number), program.pid());
        assertThat(program.line()).startsWith(pid + ": " + number + " 0 " + program.pid() + " ");
      }
      program.expectExit(0);
      assertThat(program.errors()).isEmpty();
    }
  }

  @Test
  void passesOnTheValueOfAQueuedSignal() throws Exception {
    try (ChildProgram program = receiver(1, 1)) {
      program.line();
      Peer.queue("RTMIN+6", 42, program.pid());
      assertThat(program.line()).contains(": 40 -1 " + program.pid() + " ").endsWith(" 42");
      program.expectExit(0);
    }
  }

  @Test
  void aGroupGetsSignalsAsAWhole() throws Exception {
    try (ChildProgram program = receiver(1, 2, "--group")) {
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        expected.add(program.line().substring("ready ".length()) + ": 15 0");
      }
      Peer.kill("TERM", program.pid());
      List<String> got = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        String line = program.line();
        got.add(line.substring(0, line.indexOf(" 0 ") + 2));
      }
      assertThat(got).containsExactlyInAnyOrderElementsOf(expected);
      program.expectExit(0);
    }
  }

  @Test
  void aTimeLimitEndsTheWholeGroup() throws Exception {
    String script = "sleep 60 & echo $!; wait";
    List<String> lines = List.of();
    for (int seconds = 1; lines.isEmpty(); seconds *= 2) { // until it is in time to say something
      Launcher.Result result =
          exec("--group", "--timeout", Integer.toString(seconds), "sh", "-c", script);
      assertThat(result.status()).isEqualTo(124);
      lines = result.lines();
    }
    int grandchild = Integer.parseInt(lines.getFirst());
    Eventually.until("the grandchild is gone", () -> ProcFs.hasEnded(grandchild));
  }

  @Test
  void killFollowsTheRequestToEnd() throws Exception {
    String stubborn = "trap '' TERM; echo ready; while :; do sleep 1; done";
    try (ChildProgram program = start("--kill-after", "0.1", "sh", "-c", stubborn)) {
      program.expect("ready");
      Peer.kill("TERM", program.pid());
      program.expectExit(137);
    }
  }

  @Test
  void aGrandchildThatHoldsTheOutputDelaysNothing() throws Exception {
    try (ChildProgram program = start("sh", "-c", "sleep 60 & echo $!; exit 5")) {
      int grandchild = Integer.parseInt(program.line());
      program.expectExit(5);
      assertThat(ProcFs.hasEnded(grandchild)).isFalse();
      Peer.kill("KILL", grandchild);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"exec", "every 1h --count 1 --"})
  void ignoredSignalsStayIgnoredAndNothingIsBlocked(String command) throws Exception {
    String ignoring = "trap '' HUP PIPE TTOU XFSZ; exec \"$@\"";
    assertThat(masks(List.of("sh", "-c", ignoring, "sh"), command))
        .containsExactly("SigBlk:\t0000000000000000", "SigIgn:\t0000000001201001");
  }

  @ParameterizedTest
  @ValueSource(strings = {"exec", "every 1h --count 1 --"})
  void signalsThatTheCallerBlocksStayBlocked(String command) throws Exception {
    List<String> blocking = List.of("env", "--block-signal=USR1,TERM,36");
    assumeTrue(
        Peer.run(all(blocking.getFirst(), blocking.getLast(), "true")).status() == 0,
        "skipped: this env blocks no signals");
    assertThat(masks(blocking, command))
        .containsExactly("SigBlk:\t0000000800004200", "SigIgn:\t0000000000000000");
  }

  /// What the program sees: grep itself, for a shell that forks unblocks everything.
  private static List<String> masks(List<String> caller, String command) throws Exception {
    List<String> prefix = new ArrayList<>(WITH_DEFAULT_SIGNALS); // tests may run in the background
    prefix.addAll(caller);
    List<String> line = new ArrayList<>(List.of(command.split(" ", -1)));
    line.addAll(List.of("grep", "-E", "^Sig(Blk|Ign):", "/proc/self/status"));
    return Launcher.runThrough(prefix, line.toArray(String[]::new)).lines();
  }

  @ParameterizedTest
  @ValueSource(strings = {"exec", "every 1h --count 1 --"})
  void theLimitOfOpenFilesIsTheCallers(String command) throws Exception {
    String script = "ulimit -Sn 321; \"$0\" " + command + " sh -c 'ulimit -Sn'";
    assertThat(Peer.succeed("sh", "-c", script, Launcher.PATH).output()).isEqualTo("321\n");
  }

  @Test
  void nohupHolds() throws Exception {
    List<String> nohup = List.of("sh", "-c", "trap '' HUP; exec \"$@\"", "sh");
    List<String> line = new ArrayList<>(nohup);
    line.addAll(List.of(Launcher.PATH, "exec", "sh", "-c", "echo ready; read -r line; exit 6"));
    try (ChildProgram program = ChildProgram.start(line.toArray(String[]::new))) {
      program.expect("ready");
      Peer.kill("HUP", program.pid());
      BitSet ignored = ProcFs.process(program.pid()).ignored();
      assertThat(ignored.get(1)).isTrue();
      program.send("go");
      program.expectExit(6);
    }
  }

  @Test
  void descriptorsOfTheCallerAreThereAndNoOthers() throws Exception {
    String list = "exec \"$@\" ls /proc/self/fd 7</dev/null";
    Peer plain = Peer.succeed("sh", "-c", list, "sh", "env");
    Peer ours = Peer.succeed("sh", "-c", list, "sh", Launcher.PATH, "exec");
    assertThat(ours.output()).isEqualTo(plain.output()).contains("7");
  }

  @Test
  void jsonTellsOfEachEvent() throws Exception {
    Launcher.Result result =
        exec("--json", "--timeout", "100ms", "--signal", "USR1", "sleep", "60");
    assertThat(result.status()).isEqualTo(124);
    assertThat(result.errors()).hasSize(3);
    JsonNode started = Launcher.json(result.errors().get(0));
    assertThat(started.get("event").textValue()).isEqualTo("started");
    assertThat(Launcher.strings(started.get("command"))).containsExactly("sleep", "60");
    JsonNode timeout = Launcher.json(result.errors().get(1));
    assertThat(timeout.get("event").textValue()).isEqualTo("timeout");
    assertThat(timeout.get("signal").textValue()).isEqualTo("SIGUSR1");
    JsonNode ended = Launcher.json(result.errors().get(2));
    assertThat(ended.get("event").textValue()).isEqualTo("ended");
    assertThat(ended.get("code").isNull()).isTrue();
    assertThat(ended.get("signal").textValue()).isEqualTo("SIGUSR1");
    assertThat(ended.get("timedOut").booleanValue()).isTrue();
    assertThat(ended.get("status").intValue()).isEqualTo(124);
  }

  /// As timeout(1) with `--verbose`. The program runs to its end.
  @ParameterizedTest
  @ValueSource(strings = {">/dev/full", ">&-"})
  void aLogThatCannotBeWrittenIsNoSuccess(String where) throws Exception {
    for (String end : new String[] {"exit 0", "exit 7", "kill -s TERM $$"}) {
      String script = "\"$0\" exec --json sh -c \"echo ran; $1\" 2" + where;
      Peer exec = Peer.run("sh", "-c", script, Launcher.PATH, end);
      assertThat(exec.output()).isEqualTo("ran\n");
      assertThat(exec.status()).isEqualTo(125);
    }
    String every = "\"$0\" every 1h --count 1 --json -- true 2" + where;
    assertThat(Peer.run("sh", "-c", every, Launcher.PATH).status()).isEqualTo(1);
    String quiet = "\"$0\" exec sh -c 'exit 7' 2" + where;
    assertThat(Peer.run("sh", "-c", quiet, Launcher.PATH).status()).isEqualTo(7);
  }
}
