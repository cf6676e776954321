package dev.signalman.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Peer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebServerTest {
  private static final int CLIENTS = 8;

  /// Each client has had as many answers before the server is told to stop.
  private static final int ANSWERS = 5;

  @TempDir private Path folder;
  private Path file;
  private int port;

  @BeforeEach
  void prepare() throws IOException {
    file = Files.writeString(folder.resolve("greeting.txt"), "Hello %s\n");
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
  }

  private ChildJvm start(int delayMillis) throws Exception {
    ChildJvm server =
        Example.named("WebServer")
            .vm("-Dport=" + port, "-Dfile=" + file, "-Dmillis=" + delayMillis)
            .vm("-Dsignalman.stop.deadline=10m")
            .start();
    server.expect("greets like this: Hello Ann", "serving as " + server.pid());
    return server;
  }

  @Test
  void everyRequestThatHasBegunIsAnsweredAndNewConnectionsAreRefused() throws Exception {
    Set<String> answered = new ConcurrentSkipListSet<>();
    CountDownLatch busy = new CountDownLatch(CLIENTS);
    try (ChildJvm server = start(200);
        Socket slow = new Socket(InetAddress.getLoopbackAddress(), port)) {
      List<Thread> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        String client = "client-" + i;
        clients.add(Thread.ofPlatform().start(() -> load(client, answered, busy)));
      }
      busy.await();
      write(
          slow, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
      assertThat(slow.getInputStream().readNBytes(12)).asString(US_ASCII).isEqualTo("HTTP/1.1 100");
      Peer.kill("TERM", server.pid());
      for (Thread client : clients) {
        client.join();
      }
      assertThat(isRefused()).isTrue();
      assertThat(server.process().isAlive()).isTrue();
      write(slow, "Bob");
      assertThat(slow.getInputStream().readAllBytes())
          .asString(US_ASCII)
          .contains("HTTP/1.1 200")
          .endsWith("Hello Bob\n");
      answered.add("Bob");
      server.expectExit(0);
      Set<String> begun = new TreeSet<>();
      for (String line : server.remainingLines()) {
        begun.add(line.replace("greeting ", ""));
      }
      assertThat(answered).hasSizeGreaterThan(CLIENTS * ANSWERS).isEqualTo(begun);
      assertThat(server.errors())
          .last()
          .asString()
          .matches("signalman: stopped .* by TERM .*: 3 tasks");
    }
  }

  /// Sends one request after the other until the server is gone.
  private void load(String client, Set<String> answered, CountDownLatch busy) {
    int count = 0;
    try {
      while (true) {
        String name = client + "-" + count;
        String answer = exchange("POST / ", name);
        if (!answer.endsWith("\r\n\r\nHello " + name + "\n")) {
          return; // the connection was in the queue of the kernel when the server closed it
        }
        answered.add(name);
        count++;
        if (count == ANSWERS) {
          busy.countDown();
        }
      }
    } catch (IOException _) {
      // Refused, or broken off in that queue.
    }
  }

  @Test
  void saysSoFirstAndStillAnswersDuringTheDrainDelay() throws Exception {
    try (ChildJvm server = start(60_000)) {
      assertThat(exchange("GET /ready ", "")).startsWith("HTTP/1.1 200").endsWith("READY\n");
      Peer.kill("TERM", server.pid());
      Eventually.until("not ready", () -> exchange("GET /ready ", "").startsWith("HTTP/1.1 503"));
      assertThat(request("POST / ", "Bob", "keep-alive"))
          .contains("\r\nConnection: close\r\n")
          .endsWith("Hello Bob\n");
    }
  }

  @Test
  void readsTheFileAgainOnHangUp() throws Exception {
    try (ChildJvm server = start(0)) {
      Files.writeString(file, "Good morning %s\n");
      Peer.kill("HUP", server.pid());
      server.expect("greets like this: Good morning Ann");
      assertThat(exchange("POST / ", "Bob")).endsWith("\r\n\r\nGood morning Bob\n");

      Files.writeString(file, "Bye %q\n");
      Peer.kill("HUP", server.pid());
      Eventually.until(
          "failure", () -> server.errors().stream().anyMatch(line -> line.contains("failed")));
      assertThat(server.errors())
          .last()
          .asString()
          .matches("signalman: reload of greeting failed: .*'q'; the old state stays in use");
      assertThat(exchange("POST / ", "Bob")).endsWith("\r\n\r\nGood morning Bob\n");
    }
  }

  @Test
  void endsInOrderIfItCannotStart() throws Exception {
    Files.delete(file);
    try (ChildJvm server =
        Example.named("WebServer").vm("-Dport=" + port, "-Dfile=" + file).start()) {
      server.expectExit(1);
      assertThat(server.errors())
          .anyMatch(line -> line.contains("NoSuchFileException"))
          .anyMatch(line -> line.matches("signalman: stopped .* the end of the last thread: .*"));
    }
  }

  private String exchange(String request, String body) throws IOException {
    return request(request, body, "close");
  }

  /// The whole answer, once the server has closed the connection.
  private String request(String request, String body, String connection) throws IOException {
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
      write(
          client,
          request
              + "HTTP/1.1\r\nHost: a\r\nConnection: "
              + connection
              + "\r\nContent-Length: "
              + body.length()
              + "\r\n\r\n"
              + body);
      return new String(client.getInputStream().readAllBytes(), US_ASCII);
    }
  }

  private static void write(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(US_ASCII));
  }

  private boolean isRefused() throws IOException {
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return false;
    } catch (ConnectException _) {
      return true;
    }
  }
}
