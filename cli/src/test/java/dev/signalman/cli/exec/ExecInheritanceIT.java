package dev.signalman.cli.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.cli.Launcher;
import dev.signalman.cli.TerminalJob;
import dev.signalman.testkit.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Everything that a program inherits or shares is as it would be if its caller had started it
/// itself. The caller and the program are a Python script: `py/attributes.py`.
class ExecInheritanceIT {
  /// What the caller changes before, where it may: the table would say little of usual values.
  private static final List<String> CHANGED =
      List.of(
          "Umask",
          "SigBlk",
          "ignored signals",
          "coredump_filter",
          "descriptor 7",
          "environment",
          "limit: Max open files",
          "nice value",
          "no_new_privs",
          "oom_score_adj",
          "personality",
          "scheduling",
          "timer slack",
          "working directory");

  private static Map<String, String> attributes(String... command) throws Exception {
    List<String> line = new ArrayList<>(List.of("env", "--default-signal", "python3"));
    line.add(TerminalJob.file("/py/attributes.py"));
    line.addAll(List.of(command));
    Map<String, String> attributes = new TreeMap<>();
    for (String row : Peer.succeed(line.toArray(String[]::new)).output().split("\n", -1)) {
      if (!row.isEmpty()) {
        attributes.put(row.substring(0, row.indexOf('\t')), row.substring(row.indexOf('\t') + 1));
      }
    }
    return attributes;
  }

  /// A run of `every` has a process group of its own and reads nothing.
  @ParameterizedTest
  @DisplayName("CMD-06 a program inherits the same as without the command")
  @ValueSource(strings = {"exec", "every 1h --count 1 --"})
  void everythingInheritedIsTheCallers(String command) throws Exception {
    Peer.assumePython();
    List<String> line = new ArrayList<>(List.of(Launcher.PATH));
    line.addAll(List.of(command.split(" ", -1)));
    Map<String, String> usual = attributes("show");
    Map<String, String> expected = attributes();
    Map<String, String> actual = attributes(line.toArray(String[]::new));
    for (String changed : CHANGED) {
      assertThat(expected.get(changed)).as(changed).isNotEqualTo(usual.get(changed));
    }
    if (command.startsWith("every")) {
      expected.keySet().removeAll(List.of("process group", "descriptor 0"));
      actual.keySet().removeAll(List.of("process group", "descriptor 0"));
    }
    assertThat(actual).isEqualTo(expected);
  }

  /// Who shares an open file with the program, an event loop for example, relies on its mode.
  @Test
  @DisplayName("CMD-07 the command changes no descriptor's blocking mode")
  void sharedDescriptorsKeepTheirMode() throws Exception {
    String script =
        """
        import fcntl, os, subprocess, sys
        pipe = os.pipe()
        for number in pipe:
            os.set_blocking(number, False)
        for command in ["exec"], ["every", "1h", "--count", "1", "--"]:
            subprocess.run([sys.argv[1], *command, "true"], pass_fds=pipe, check=True)
            print(*[fcntl.fcntl(number, fcntl.F_GETFL) & os.O_NONBLOCK for number in pipe])
        """;
    assertThat(Peer.python(script, Launcher.PATH).output()).isEqualTo("2048 2048\n2048 2048\n");
  }

  @ParameterizedTest
  @DisplayName("CMD-08 a descriptor above the limit of open files stays open")
  @ValueSource(strings = {"exec", "every 1h --count 1 --"})
  void descriptorsAboveALoweredLimit(String command) throws Exception {
    String script =
        """
        import fcntl, os, resource, sys
        reading, writing = os.pipe()
        os.dup2(reading, 900)
        os.dup2(writing, 4)
        os.set_inheritable(900, True)
        os.write(4, b"kept")
        resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
        show = "import os; print(sorted(os.listdir('/proc/self/fd')), os.read(900, 9))"
        os.execv(sys.argv[1], [*sys.argv[1:], sys.executable, "-c", show])
        """;
    List<String> line = new ArrayList<>(List.of(Launcher.PATH));
    line.addAll(List.of(command.split(" ", -1)));
    String ours = Peer.python(script, line.toArray(String[]::new)).output();
    assertThat(ours)
        .isEqualTo(Peer.python(script, "/usr/bin/env").output())
        .contains("'900'")
        .endsWith("b'kept'\n");
  }
}
