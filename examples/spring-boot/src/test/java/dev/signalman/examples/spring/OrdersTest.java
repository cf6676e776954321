package dev.signalman.examples.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Peer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrdersTest {
  @TempDir private Path folder;

  @Test
  @DisplayName("SPRING-24 the example runs by one command: orders, USR1, HUP, TERM")
  void ordersAreShippedBeforeTheEnd() throws Exception {
    Path file = folder.resolve("orders.properties");
    Files.writeString(file, "greeting=bestellung\n");
    try (ChildProgram program =
            ChildProgram.start(
                "env",
                "JAVA_HOME=" + System.getProperty("java.home"),
                System.getProperty("launcher"),
                "--server.port=0",
                "--spring.config.additional-location=file:" + file);
        HttpClient client = HttpClient.newHttpClient()) {
      String port = await(program, "started on port ").replaceAll(".* on port (\\d+) .*", "$1");
      await(program, "Started Orders");
      URI order = URI.create("http://127.0.0.1:" + port + "/order");
      HttpResponse<String> taken =
          client.send(HttpRequest.newBuilder(order).build(), HttpResponse.BodyHandlers.ofString());
      assertThat(taken.body()).isEqualTo("bestellung taken");
      await(program, "shipped 1");
      Peer.kill("USR1", program.pid());
      await(program, "1 shipped so far, SIGUSR1 from pid");
      Files.writeString(file, "greeting=commande\n");
      Peer.kill("HUP", program.pid());
      await(program, "new values of [greeting]");
      Peer.kill("TERM", program.pid());
      program.expectExit(0);
      List<String> rest = program.remainingLines();
      assertThat(rest.getLast()).contains("stopped in").contains("2 tasks");
    }
  }

  private static String await(ChildProgram program, String text) throws InterruptedException {
    String line;
    do {
      line = program.line();
    } while (!line.contains(text));
    return line;
  }
}
