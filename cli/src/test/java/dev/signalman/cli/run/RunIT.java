package dev.signalman.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalman.cli.Launcher;
import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// `signalman run` as users start it.
class RunIT {
  private static String[] line(String options, String... program) {
    List<String> line = new ArrayList<>(List.of("run"));
    if (!options.isEmpty()) {
      line.addAll(List.of(options.split(" ")));
    }
    line.add("--");
    line.addAll(List.of(program));
    return line.toArray(String[]::new);
  }

  private static ChildProgram start(String options, String... program) throws IOException {
    return Launcher.start(line(options, program));
  }

  private static Launcher.Result run(String options, String script) throws Exception {
    return Launcher.runThrough(
        List.of("env", "--default-signal"), line(options, "sh", "-c", script));
  }

  private static ChildProgram receiver(String options, int count, int processes) throws Exception {
    String program = CProgram.compile(RunIT.class, "/c/receive.c").path().toString();
    return start(options, program, "" + count, "" + processes);
  }

  @Test
  @DisplayName("RUN-01 the status is the program's, or what it is mapped to")
  void statuses() throws Exception {
    assertThat(run("", "exit 255").status()).isEqualTo(255);
    assertThat(run("", "kill -s USR1 $$").status()).isEqualTo(138);
    assertThat(run("--map-exit 143=0 --map-exit 0=9", "kill -s TERM $$").status()).isZero();
    assertThat(run("--map-exit 143=0 --map-exit 0=9", "exit 0").status()).isEqualTo(9);
    Peer death =
        Peer.python(
            "import subprocess, sys; print(subprocess.run(sys.argv[1:]).returncode)",
            "env",
            "--default-signal",
            Launcher.PATH,
            "run",
            "sh",
            "-c",
            "kill -s HUP $$");
    assertThat(death.output().strip()).isEqualTo("-1");
  }

  @Test
  @DisplayName(
      "RUN-02 every signal that can be received is passed on, in order, real-time ones too")
  void passesOnEverySignal() throws Exception {
    List<Integer> numbers = new ArrayList<>();
    for (int number = 1; number <= 64; number++) {
      // KILL, CHLD and STOP; TTIN and TTOU, which the owner of the terminal ignores; the VM's and
      // libc's.
      if (!List.of(9, 17, 19, 21, 22, 4, 7, 8, 11, 32, 33, 62).contains(number)) {
        numbers.add(number);
      }
    }
    // CONT follows TERM, and the program, which blocks all signals, takes both.
    try (ChildProgram run = receiver("", numbers.size() + 1, 1)) {
      int pid = Integer.parseInt(run.line().substring("ready ".length()));
      for (int number : numbers) {
        Peer.kill(Integer.toString(number), run.pid());
        assertThat(run.line()).startsWith(pid + ": " + number + " 0 " + run.pid() + " ");
        if (number == 15) {
          assertThat(run.line()).startsWith(pid + ": 18 0 " + run.pid() + " ");
        }
      }
      run.expectExit(0);
    }
  }

  @Test
  @DisplayName("RUN-03 a queued signal is passed on with its value, to the program or its group")
  void passesOnValues() throws Exception {
    for (int processes = 1; processes <= 2; processes++) {
      try (ChildProgram run = receiver(processes == 1 ? "" : "--group", 1, processes)) {
        for (int i = 0; i < processes; i++) {
          assertThat(run.line()).startsWith("ready ");
        }
        Peer.queue("RTMIN+6", 42, run.pid());
        for (int i = 0; i < processes; i++) {
          assertThat(run.line()).contains(": 40 -1 " + run.pid() + " ").endsWith(" 42");
        }
        run.expectExit(0);
      }
    }
  }

  @Test
  @DisplayName("RUN-04 signals are rewritten, and dropped")
  void rewrites() throws Exception {
    try (ChildProgram run =
        receiver("--rewrite TERM=QUIT --rewrite HUP=0 --rewrite RTMIN+1=rtmin+2", 3, 1)) {
      run.line();
      for (String signal : List.of("HUP", "RTMIN+1", "USR1")) {
        Peer.kill(signal, run.pid());
      }
      assertThat(List.of(run.line(), run.line()))
          .anyMatch(line -> line.contains(": 36 0 "))
          .anyMatch(line -> line.contains(": 10 0 "));
      Peer.kill("TERM", run.pid());
      assertThat(run.line()).contains(": 3 0 ");
      run.expectExit(0);
    }
  }

  @Test
  @DisplayName("RUN-05 after TERM all descendants have the given time, and then get KILL")
  void killsAllThatAreLeft() throws Exception {
    String deaf = "trap '' TERM; echo $$; while :; do sleep 0.1; done";
    String script = "setsid sh -c \"$0\" & setsid sh -c \"$0\" & " + deaf;
    try (ChildProgram run = start("--kill-after 300ms", "sh", "-c", script, deaf)) {
      List<Integer> all = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        all.add(Integer.valueOf(run.line()));
      }
      Peer.kill("TERM", run.pid());
      run.expectExit(137);
      assertThat(all).allMatch(ProcFs::hasEnded);
    }
  }

  @Test
  @DisplayName("RUN-06 a descendant in another session takes TERM when the program has ended")
  void theRestIsAsked() throws Exception {
    String other = "trap 'echo finished; exit' TERM; echo ready; while :; do sleep 0.05; done";
    String script = "setsid sh -c \"$0\" & trap 'exit 4' TERM; wait; wait";
    try (ChildProgram run = start("--kill-after 50s", "sh", "-c", script, other)) {
      run.expect("ready");
      Peer.kill("TERM", run.pid());
      run.expect("finished");
      run.expectExit(4);
    }
  }

  @Test
  @DisplayName("RUN-07 the end of the program does not end the others, which are waited for")
  void waitsForAll() throws Exception {
    String other =
        "trap 'sleep 0.3; echo finished; exit' TERM; echo ready; while :; do sleep 0.05; done";
    String script = "setsid sh -c \"$0\" & read -r go; exit 6";
    try (ChildProgram run = start("--wait-all --verbose", "sh", "-c", script, other)) {
      run.expect("ready");
      run.send("go");
      Eventually.until("the program has ended", () -> hasLeft(run.pid(), "sh", 1));
      Peer.kill("TERM", run.pid());
      run.expect("finished");
      run.expectExit(6);
      assertThat(run.errors()).anyMatch(line -> line.contains("orphan sh (pid "));
    }
  }

  private static boolean hasLeft(int pid, String name, int count) {
    return ProcessHandle.of(pid)
            .orElseThrow()
            .children()
            .filter(child -> isCalled(child, name))
            .count()
        == count;
  }

  private static boolean isCalled(ProcessHandle process, String name) {
    try {
      return java.nio.file.Files.readString(
              java.nio.file.Path.of("/proc/" + process.pid() + "/comm"))
          .equals(name + "\n");
    } catch (IOException _) {
      return false;
    }
  }

  @Test
  @DisplayName("RUN-08 the program gets a signal if run itself is killed")
  void parentDeath() throws Exception {
    String script = "trap 'echo got; exit' HUP; echo ready; while :; do sleep 0.05; done";
    try (ChildProgram run = start("--parent-death HUP", "sh", "-c", script)) {
      run.expect("ready");
      Peer.kill("KILL", run.pid());
      run.expect("got");
    }
  }

  @Test
  @DisplayName("RUN-09 the log names the sender of each signal: pid, user and command")
  void tellsWhoSentASignal() throws Exception {
    String script = "trap 'exit 3' TERM; echo ready; while :; do sleep 0.05; done";
    try (ChildProgram run = start("--log json --rewrite USR1=0", "sh", "-c", script)) {
      run.expect("ready");
      // The shell stays until the signal has been told of, so that its name can be found.
      String sender =
          "kill -s USR1 $0; kill -s TERM $0; while kill -s 0 $0 2>/dev/null; do sleep 0.05; done";
      try (ChildProgram shell = ChildProgram.start("sh", "-c", sender, "" + run.pid())) {
        run.expectExit(3);
        List<JsonNode> signals = new ArrayList<>();
        for (String line : run.errors()) {
          JsonNode event = Launcher.json(line);
          if (event.get("event").textValue().equals("signal")) {
            signals.add(event);
          }
        }
        assertThat(signals).hasSize(2);
        for (JsonNode signal : signals) {
          assertThat(signal.get("pid").asInt()).isEqualTo(shell.pid());
          assertThat(signal.get("command").textValue()).isEqualTo("sh");
          assertThat(signal.get("uid").isNumber()).isTrue();
        }
        assertThat(signals.getFirst().get("result").textValue()).isEqualTo("dropped");
        assertThat(signals.getLast().get("result").textValue()).isEqualTo("sent");
        assertThat(signals.getLast().get("as").textValue()).isEqualTo("SIGTERM");
      }
    }
  }

  @Test
  @DisplayName("RUN-10 orphans are waited for, and told of")
  void orphansAreWaitedFor() throws Exception {
    Launcher.Result result =
        run(
            "--json",
            // Its parent becomes another program, which takes nobody's status as a shell may.
            "sh -c 'sh -c \"exit 7\" & exec sleep 0.1'; until false; do sleep 0.05;"
                + " grep -q '\"orphan\"' /proc/$$/fd/2 && exit 0; done");
    assertThat(result.status()).isZero();
    JsonNode orphan =
        Launcher.json(
            result.errors().stream()
                .filter(line -> line.contains("\"orphan\""))
                .findFirst()
                .orElseThrow());
    assertThat(orphan.get("code").asInt()).isEqualTo(7);
  }
}
