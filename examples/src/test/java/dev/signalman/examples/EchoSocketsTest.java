package dev.signalman.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EchoSocketsTest {
  private static final int ROUNDS = 20;

  @Test
  void fiveClientsGetTheirAnswers() throws Exception {
    try (ChildJvm program = start(freePort())) {
      expectClients(program);
      Peer.kill("TERM", program.pid());
      program.expectExit(0);
    }
  }

  @Test
  @DisplayName("EINTR-08 five clients at a time get their answers whole under a storm of signals")
  void answersAreWholeUnderAStorm() throws Exception {
    int port = freePort();
    try (ChildJvm program = start(port);
        ExecutorService threads = Executors.newFixedThreadPool(5)) {
      expectClients(program);
      int sender;
      try (ChildProgram storm =
          ChildProgram.start("sh", "-c", "while kill -s USR1 $0; do :; done", "" + program.pid())) {
        sender = storm.pid();
        List<Future<?>> clients = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
          String name = "stranger" + i;
          clients.add(
              threads.submit(() -> {
                for (int round = 0; round < ROUNDS; round++) {
                  assertThat(ask(port, name)).isEqualTo("server got: [" + name + "]");
                }
                return null;
              }));
        }
        for (Future<?> client : clients) {
          client.get();
        }
        assertThat(storm.process().isAlive()).isTrue();
      }
      Peer.kill("TERM", program.pid());
      program.expectExit(0);
      assertThat(program.remainingLines())
          .contains("Signal from " + sender)
          .filteredOn(line -> line.startsWith("Server has answered stranger"))
          .hasSize(5 * ROUNDS);
      assertThat(program.errors()).isEmpty();
    }
  }

  @Test
  void termClosesTheListenerAndTheClientInHandHasItsAnswer() throws Exception {
    int port = freePort();
    try (ChildJvm program = start(port)) {
      expectClients(program);
      long before = sockets(program);
      try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
        Eventually.until("the client is accepted", () -> sockets(program) > before);
        Peer.kill("TERM", program.pid());
        Eventually.until("the listener is closed", () -> isRefused(port));
        client.getOutputStream().write("slow".getBytes(US_ASCII));
        assertThat(client.getInputStream().readAllBytes())
            .asString(US_ASCII)
            .isEqualTo("server got: [slow]");
      }
      program.expectExit(0);
      assertThat(program.remainingLines()).contains("Server has answered slow");
      try (ServerSocket next = new ServerSocket(port)) {
        assertThat(next.isBound()).isTrue();
      }
    }
  }

  /// A person at nc(1) types a line and keeps the connection, with tools of others.
  @Test
  void aClientThatSendsIsAnsweredAtOnce() throws Exception {
    int port = freePort();
    String talk =
        """
        import socket, sys
        client = socket.create_connection(("localhost", int(sys.argv[1])))
        client.sendall(sys.argv[2].encode() * int(sys.argv[3]))
        answer = b""
        while part := client.recv(4096):
            answer += part
        print(answer.decode())
        """;
    try (ChildJvm program = start(port)) {
      expectClients(program);
      assertThat(Peer.python(talk, "" + port, "hello\n", "1").output())
          .isEqualTo("server got: [hello\n]\n");
      String most = Peer.python(talk, "" + port, "x", "1024").output();
      assertThat(most).isEqualTo("server got: [" + "x".repeat(1024) + "]\n");
      Peer.kill("TERM", program.pid());
      program.expectExit(0);
    }
  }

  private static ChildJvm start(int port) throws Exception {
    return Example.named("EchoSockets").vm("-Dport=" + port).start();
  }

  private static void expectClients(ChildJvm program) throws Exception {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      lines.add(program.line());
    }
    for (int i = 0; i < 5; i++) {
      assertThat(lines)
          .contains(
              "Client got: [server got: [client" + i + "]]", "Server has answered client" + i);
    }
  }

  private static String ask(int port, String name) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(name.getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }

  private static long sockets(ChildJvm program) throws IOException {
    return ProcFs.descriptors(program.pid()).values().stream()
        .filter(target -> target.startsWith("socket:"))
        .count();
  }

  private static boolean isRefused(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return !socket.isConnected();
    } catch (ConnectException e) {
      return true;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
