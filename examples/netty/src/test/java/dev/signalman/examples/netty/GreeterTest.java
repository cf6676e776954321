package dev.signalman.examples.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Peer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class GreeterTest {
  @Test
  @DisplayName("NETTY-16: the example runs by one command: HTTP/1.1, HTTP/2, USR1, TERM")
  void greetsToTheEnd() throws Exception {
    try (ChildProgram program =
            ChildProgram.start(
                "env",
                "JAVA_HOME=" + System.getProperty("java.home"),
                System.getProperty("launcher"),
                "0");
        HttpClient client = HttpClient.newHttpClient()) {
      String line = program.line();
      assertThat(line).startsWith("greets on ");
      String port = line.replaceAll(".*:(\\d+),.*", "$1");
      URI hello = URI.create("http://127.0.0.1:" + port + "/hello");
      for (Version version : new Version[] {Version.HTTP_1_1, Version.HTTP_2}) {
        HttpRequest request = HttpRequest.newBuilder(hello).version(version).build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        assertThat(answer.body()).isEqualTo("hello from /hello\n");
        assertThat(answer.version()).isEqualTo(version);
      }
      CompletableFuture<HttpResponse<String>> last;
      do {
        last = client.sendAsync(HttpRequest.newBuilder(hello).build(), BodyHandlers.ofString());
        Peer.kill("USR1", program.pid());
        line = program.line();
        assertThat(line).startsWith("SIGUSR1 from pid");
      } while (line.contains(": 0 requests"));
      Peer.kill("TERM", program.pid());
      assertThat(last.get().statusCode()).isEqualTo(200);
      program.expectExit(0);
    }
  }
}
