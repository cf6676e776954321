package dev.signalman.cli.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.cli.Launcher;
import dev.signalman.cli.TerminalJob;
import dev.signalman.testkit.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Keys of the terminal, and its hang-up, while `signalman exec` starts: at moments that cover the
/// shell, the start of the VM, and the first time of the program. Nothing depends on which of them
/// is hit.
class ExecStartIT {
  private static final double LAST = 2;

  /// Takes none of them for itself, and lasts longer than the test.
  private static final List<String> PROGRAM = List.of("sleep", "600");

  private static List<String> interrupt(String key, int count, List<String> command)
      throws Exception {
    return interrupt(List.of(key), count, command);
  }

  /// @param how what the script is told before the moments
  private static List<String> interrupt(List<String> how, int count, List<String> command)
      throws Exception {
    List<String> moments = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      moments.add(String.format(Locale.ROOT, "%.3f", LAST * i / (count - 1)));
    }
    List<String> line = new ArrayList<>(List.of("env", "--default-signal", "python3"));
    line.add(TerminalJob.file("/py/interrupts.py"));
    line.addAll(how);
    line.add(String.join(",", moments));
    line.addAll(command);
    List<String> ends = Peer.succeed(line.toArray(String[]::new)).output().lines().toList();
    assertThat(ends).hasSize(count);
    return ends.stream().map(end -> end.substring(end.indexOf(' ') + 1)).distinct().toList();
  }

  private static List<String> exec(String... options) {
    List<String> line = new ArrayList<>(List.of(Launcher.PATH, "exec"));
    line.addAll(List.of(options));
    line.addAll(PROGRAM);
    return line;
  }

  /// timeout(1), which stays in the foreground as `exec` does. It exits with 128 and the signal's
  /// number when the signal comes before it has a child, so its end is not always the signal's.
  private static List<String> timeout() {
    List<String> line = new ArrayList<>(List.of("timeout", "--foreground", "600"));
    line.addAll(PROGRAM);
    return line;
  }

  @Test
  @DisplayName("CMD-01 Ctrl-C at any moment of the start ends the command")
  void controlCEndsIt() throws Exception {
    Peer.assumePython();
    assertThat(interrupt("^C", 3, timeout())).isSubsetOf("killed 2", "exited 130");
    assertThat(interrupt("^C", 20, exec())).containsExactly("killed 2");
    assertThat(interrupt("^C", 8, exec("--group"))).containsExactly("killed 2");
  }

  @Test
  @DisplayName("CMD-01 the QUIT key at any moment of the start ends the command")
  void quitEndsIt() throws Exception {
    Peer.assumePython();
    assertThat(interrupt("^\\", 3, timeout())).isSubsetOf("killed 3", "exited 131");
    assertThat(interrupt("^\\", 12, exec())).isSubsetOf("killed 3", "exited 131");
  }

  @Test
  @DisplayName("CMD-01 a hang-up at any moment of the start ends the command")
  void aHangUpEndsIt() throws Exception {
    Peer.assumePython();
    assertThat(interrupt("hangup", 3, timeout())).isSubsetOf("killed 1", "exited 129");
    assertThat(interrupt("hangup", 12, exec())).containsExactly("killed 1");
  }

  /// Bash continues its loop unless INT ended the command.
  @ParameterizedTest
  @DisplayName("CMD-01 Ctrl-C interrupts a shell loop of commands")
  @ValueSource(strings = {"sh", "bash"})
  void aLoopOfThemCanBeInterrupted(String shell) throws Exception {
    Peer.assumePython();
    String loop = "for i in 1 2 3 4 5 6 7 8; do \"$@\"; done";
    List<String> line = new ArrayList<>(List.of(shell, "-c", loop, shell));
    line.addAll(exec());
    assertThat(interrupt(List.of("--loop", "^C"), 8, line)).containsExactly("killed 2");
  }
}
