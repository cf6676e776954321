package dev.signalman.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class SelectorServerTest {
  @Test
  void socketsAndSignalsComeOutOfOneSelector() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    try (ChildJvm server = Example.named("SelectorServer").vm("-Dport=" + port).start()) {
      server.expect("serving as " + server.pid());
      try (Socket one = new Socket(InetAddress.getLoopbackAddress(), port);
          Socket two = new Socket(InetAddress.getLoopbackAddress(), port)) {
        for (String text : new String[] {"first", "second", "third"}) {
          assertEcho(one, text);
          assertEcho(two, text);
          Peer.kill("USR1", server.pid());
          server.expect("SIGUSR1, clients: 2");
        }
        two.setSoLinger(true, 0); // breaks off instead of closing in order
      }
      try (Socket three = new Socket(InetAddress.getLoopbackAddress(), port)) {
        assertEcho(three, "fourth");
        Peer.kill("USR1", server.pid());
        server.expect("SIGUSR1, clients: 1");
      }
      Peer.kill("TERM", server.pid());
      assertThat(server.line()).startsWith("SIGTERM, clients: ");
      server.expectExit(0);
      assertThat(server.errors()).isEmpty();
    }
  }

  private static void assertEcho(Socket client, String text) throws Exception {
    client.getOutputStream().write(text.getBytes(US_ASCII));
    assertThat(client.getInputStream().readNBytes(text.length()))
        .asString(US_ASCII)
        .isEqualTo(text);
  }
}
