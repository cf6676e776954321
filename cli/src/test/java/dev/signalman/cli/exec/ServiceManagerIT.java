package dev.signalman.cli.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.cli.Launcher;
import dev.signalman.testkit.Peer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A command as the main process of a service: its program talks to the service manager.
class ServiceManagerIT {
  /// Runs a command as a service, and prints the messages that came.
  private static final String MANAGER =
      """
      import os, socket, subprocess, sys
      s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      s.bind('')
      s.settimeout(0)
      name = '@' + s.getsockname()[1:].decode()
      variables = {**os.environ, 'NOTIFY_SOCKET': name, 'WATCHDOG_USEC': '5', 'LISTEN_FDNAMES': 'a:b'}
      status = subprocess.run(sys.argv[1:], env=variables).returncode
      try:
          while True:
              print(s.recv(100).decode().replace('\\n', ' ').strip())
      except BlockingIOError:
          print('status', status)
      """;

  /// Reports in the way of a service, and shows two of the variables.
  private static final String SERVICE =
      """
      import os, socket
      s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      s.connect('\\0' + os.environ['NOTIFY_SOCKET'][1:])
      s.send(('READY=1 ' + os.environ['WATCHDOG_USEC'] + ' ' + os.environ['LISTEN_FDNAMES']).encode())
      """;

  private static String run(List<String> command, String... program) throws Exception {
    List<String> line = new ArrayList<>(command);
    line.addAll(List.of(program));
    return Peer.python(MANAGER, line.toArray(String[]::new)).output();
  }

  private static List<String> launcher(String command) {
    List<String> line = new ArrayList<>(List.of(Launcher.PATH));
    line.addAll(List.of(command.split(" ", -1)));
    return line;
  }

  @ParameterizedTest
  @DisplayName("SD-23 the program has the variables of the service manager, and reports for itself")
  @ValueSource(strings = {"exec", "every 1h --count 1 --"})
  void theProgramReports(String command) throws Exception {
    assertThat(run(launcher(command), "python3", "-c", SERVICE))
        .isEqualTo("READY=1 5 a:b\nstatus 0\n");
  }

  @Test
  @DisplayName("SD-23 also where the environment could not be put aside")
  void withoutDescriptorsForTheEnvironment() throws Exception {
    String all =
        "exec 3</dev/null; for n in 4 5 6 7 8 9; do eval \"exec $n<&3\"; done; exec \"$@\"";
    List<String> line = new ArrayList<>(List.of("sh", "-c", all, "sh"));
    line.addAll(launcher("exec"));
    assertThat(run(line, "python3", "-c", SERVICE)).endsWith("READY=1 5 a:b\nstatus 0\n");
  }

  @Test
  @DisplayName("SD-23 systemd-notify(1) reports from there")
  void systemdsOwnProgramReports() throws Exception {
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/systemd-notify")), "skipped: no systemd-notify");
    assertThat(run(launcher("exec"), "/usr/bin/systemd-notify", "--no-block", "STATUS=up"))
        .isEqualTo("STATUS=up\nstatus 0\n");
  }
}
