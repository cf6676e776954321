package dev.signalman.trial;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// Asks for one page over a connection of its own.
final class Client {
  private static final int PATIENCE_MILLIS = 10_000;

  private final InetSocketAddress server;

  Client(int port) {
    server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  Answer ask(String page) {
    try (Socket socket = new Socket()) {
      if (!connected(socket)) {
        return Answer.REFUSED;
      }
      return judge(page, exchange(socket, page));
    } catch (IOException _) { // for whoever asked, all kinds of it are the same
      return Answer.MISSING;
    }
  }

  private boolean connected(Socket socket) {
    try {
      socket.connect(server, PATIENCE_MILLIS);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private static String exchange(Socket socket, String page) throws IOException {
    socket.setSoTimeout(PATIENCE_MILLIS);
    String request = "GET /" + page + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  static Answer judge(String page, String answer) {
    if (answer.startsWith("HTTP/1.1 200") && answer.endsWith("answer " + page + "\n")) {
      return Answer.GIVEN;
    }
    boolean complete = answer.contains("\r\n\r\n") && !answer.startsWith("HTTP/1.1 200");
    return complete ? Answer.TURNED_AWAY : Answer.MISSING;
  }
}
