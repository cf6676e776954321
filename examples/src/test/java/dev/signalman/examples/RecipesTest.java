package dev.signalman.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Documents;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.JavaBlock;
import dev.signalman.testkit.JavaBlocks;
import dev.signalman.testkit.Peer;
import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The programs in the documents.
class RecipesTest {
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
    Path file = Files.writeString(folder.resolve("Service.java"), program("recipes.md"));
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

  /// The programs of a document; other blocks of Java are fragments.
  private static List<String> programs(String document) throws IOException {
    Path file = Documents.ROOT.resolve("docs", document);
    return JavaBlock.in(document, Files.readString(file)).stream()
        .map(JavaBlock::code)
        .filter(code -> code.contains("\nvoid main("))
        .toList();
  }

  private static String program(String document) throws IOException {
    return programs(document).getFirst();
  }

  @Test
  @DisplayName(
      "STOP-56 the web server of the page answers, becomes unready, and ends with status 0")
  void aWebServer() throws Exception {
    String port = Example.freePort();
    String source =
        program("graceful-shutdown.md")
            .replace("8080", port)
            .replace("ofSeconds(5)", "ofSeconds(1)");
    Path file = Files.writeString(folder.resolve("Server.java"), source);
    try (ChildProgram server = Example.source(file)) {
      URI ready = URI.create("http://127.0.0.1:" + port + "/ready");
      Eventually.until("is ready", () -> status(server, ready) == 200);
      assertThat(status(server, ready.resolve("/orders"))).isEqualTo(200);
      Peer.kill("TERM", server.pid());
      server.expectExit(0);
      assertThat(server.errors())
          .last()
          .asString()
          .contains("by TERM from pid")
          .contains("2 tasks");
    }
  }

  @Test
  @DisplayName("HAND-32 the program of the page serves, and as a source file refuses to hand over")
  void aProgramThatHandsOver() throws Exception {
    String port = Example.freePort();
    String source = programs("graceful-shutdown.md").getLast().replace("8080", port);
    Path file = Files.writeString(folder.resolve("Server.java"), source);
    String modules =
        Stream.of(ChildJvm.classPath().split(File.pathSeparator, -1))
            .filter(entry -> entry.matches(".*/(core|posix|lifecycle)/target/.*"))
            .collect(Collectors.joining(File.pathSeparator));
    try (ChildProgram server =
        ChildProgram.start(
            ChildJvm.java(),
            "-p",
            modules,
            "--add-modules=dev.signalman.lifecycle",
            "--enable-native-access=dev.signalman.posix",
            file.toString())) {
      Eventually.until("accepts", () -> accepts(Integer.parseInt(port)));
      Eventually.until(
          "refuses",
          () -> {
            Peer.kill("USR2", server.pid()); // the first may come before the listener is noted
            return server.errors().stream()
                .anyMatch(line -> line.contains("not handing over: this program is a source"));
          });
      Peer.kill("TERM", server.pid());
      server.expectExit(0);
    }
  }

  @Test
  void theTestsOfThePageOnJUnitPass() throws Exception {
    String page = Files.readString(Documents.ROOT.resolve("docs/adapters/junit.md"));
    List<JavaBlock> blocks = JavaBlock.in("junit.md", page);
    assertThat(JavaBlocks.problems(blocks, folder, "")).isEmpty();
    String tests = blocks.getFirst().packageName() + ".ReloadTest";
    try (ChildProgram child =
        ChildProgram.start(
            ChildJvm.java(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            ChildJvm.classPath() + File.pathSeparator + folder,
            DocumentedTests.class.getName(),
            tests)) {
      child.expect("passed 2 of 2");
      child.expectExit(0);
    }
  }

  private static boolean accepts(int port) throws IOException {
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (ConnectException _) {
      return false; // not yet
    }
  }

  private static int status(ChildProgram server, URI address) throws Exception {
    if (!server.process().isAlive()) {
      throw server.failure("the server has ended");
    }
    HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
    try {
      return connection.getResponseCode();
    } catch (ConnectException _) {
      return 0; // not yet
    } finally {
      connection.disconnect();
    }
  }
}
