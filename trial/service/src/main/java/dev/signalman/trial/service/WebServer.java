package dev.signalman.trial.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The JDK's web server, for those who bring none: each request in a virtual thread.
public final class WebServer {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Pages pages;

  /// Is not started yet.
  public WebServer(Pages pages) throws IOException {
    this.pages = pages;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::serve);
  }

  /// Starts it and returns its port.
  public int start() {
    server.start();
    return server.getAddress().getPort();
  }

  /// Accepts nothing more, and waits for what it has accepted.
  public void stop() {
    server.stop(Setup.DEADLINE_SECONDS);
  }

  private void serve(HttpExchange exchange) throws IOException {
    byte[] answer = answer(exchange.getRequestURI().getPath());
    exchange.sendResponseHeaders(200, answer.length);
    try (exchange;
        OutputStream body = exchange.getResponseBody()) {
      body.write(answer);
    }
  }

  private byte[] answer(String path) throws IOException {
    try {
      return pages.answer(path.substring(1)).getBytes(StandardCharsets.UTF_8);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the request was given up");
    }
  }
}
