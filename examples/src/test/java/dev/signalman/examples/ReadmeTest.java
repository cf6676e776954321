package dev.signalman.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Documents;
import dev.signalman.testkit.JavaBlock;
import dev.signalman.testkit.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The programs in the README. `JavaBlocksTest` compiles them, too.
class ReadmeTest {
  /// Put where a program of the README does not say itself that signals may come now.
  private static final String READY = "System.out.println(\"ready\");";

  @TempDir private Path folder;

  @Test
  void eachProgramIsRunHere() throws Exception {
    assertThat(JavaBlock.in("README.md", readme()))
        .extracting(block -> block.code().replaceAll("(?s).*\nclass (\\w+).*", "$1"))
        .containsExactly("Worker", "Keeper", "Server");
  }

  @Test
  void theWorkerPrintsSignalsUntilTerm() throws Exception {
    String source = program("Worker").replace("SignalInfo info;", "SignalInfo info;" + READY);
    try (ChildProgram worker = start("Worker", source)) {
      worker.expect("ready");
      Peer hup = Peer.kill("HUP", worker.pid());
      assertThat(worker.line()).startsWith("SIGHUP from pid " + hup.pid()).endsWith("value 0");
      Peer.queue("RTMIN+3", 47, worker.pid());
      assertThat(worker.line()).contains("RTMIN+3").endsWith("value 47");
      Peer.kill("TERM", worker.pid());
      assertThat(worker.line()).startsWith("SIGTERM ");
      worker.expectExit(0);
    }
  }

  @Test
  void theKeeperPassesTermOnToItsChild() throws Exception {
    try (ChildProgram keeper =
        start("Keeper", program("Keeper"), "sh", "-c", "echo ready; exec sleep 60")) {
      keeper.expect("ready");
      Peer.kill("TERM", keeper.pid());
      keeper.expect("killed by signal SIGTERM (15)");
      keeper.expectExit(0);
    }
  }

  @Test
  void theServerReloadsAndStops() throws Exception {
    String source =
        program("Server")
            .replace("8080", Example.freePort())
            .replace("life.await();", READY + "life.await();");
    try (ChildProgram server = start("Server", source)) {
      server.expect("ready");
      Peer.kill("HUP", server.pid());
      server.expect("reloaded");
      Peer.kill("TERM", server.pid());
      server.expectExit(0);
      assertThat(server.errors())
          .last()
          .asString()
          .startsWith("signalman: stopped in ")
          .contains("by TERM from pid ")
          .endsWith(": 1 task");
    }
  }

  private ChildProgram start(String name, String source, String... args) throws IOException {
    return Example.source(Files.writeString(folder.resolve(name + ".java"), source), args);
  }

  private static String program(String name) throws IOException {
    return JavaBlock.in("README.md", readme()).stream()
        .map(JavaBlock::code)
        .filter(code -> code.contains("\nclass " + name + " "))
        .findFirst()
        .orElseThrow();
  }

  private static String readme() throws IOException {
    return Files.readString(Documents.ROOT.resolve("README.md"));
  }
}
