package dev.signalman.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The programs in `docs/recipes.md`.
class RecipesTest {
  private static final Pattern PROGRAM =
      Pattern.compile("```java\n((?:(?!```).)*?void main.*?)```", Pattern.DOTALL);

  /// Does with a service what systemd does, and prints what it says.
  private static final String MANAGER =
      """
      import os, re, signal, socket, subprocess, sys
      s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      s.bind('')
      s.settimeout(60)
      name = '@' + s.getsockname()[1:].decode()
      variables = {**os.environ, 'NOTIFY_SOCKET': name, 'WATCHDOG_USEC': '3600000000'}
      variables.pop('WATCHDOG_PID', None)
      service = subprocess.Popen(sys.argv[1:], env=variables, stdout=subprocess.DEVNULL)
      def take():
          print(re.sub('[0-9]{4,}', 'N', s.recv(100).decode().replace('\\n', ' ')))
      try:
          take()
          take()
          service.send_signal(signal.SIGHUP)
          take()
          take()
          service.send_signal(signal.SIGTERM)
          take()
          print('status', service.wait())
      finally:
          service.kill()
      """;

  @TempDir private Path folder;

  @Test
  @DisplayName("SD-24 the recipe of a service does what it says")
  void aServiceOfSystemd() throws Exception {
    Matcher program = PROGRAM.matcher(Files.readString(Path.of("../docs/recipes.md")));
    assertThat(program.find()).isTrue();
    Path file = Files.writeString(folder.resolve("Service.java"), program.group(1));
    Peer peer =
        Peer.python(
            MANAGER,
            ChildJvm.java(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            ChildJvm.classPath(),
            file.toString());
    assertThat(peer.output().lines())
        .containsExactly(
            "READY=1 STATUS=at work",
            "WATCHDOG=1",
            "RELOADING=1 MONOTONIC_USEC=N",
            "READY=1",
            "STOPPING=1",
            "status 0");
  }
}
