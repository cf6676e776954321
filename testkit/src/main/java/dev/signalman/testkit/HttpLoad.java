package dev.signalman.testkit;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// Clients of a web server on this machine that answers each request with its path. Each client
/// sends one request after the other, until a connection fails.
public final class HttpLoad implements AutoCloseable {
  private static final int CLIENTS = 10;

  /// Answers of each client before the test begins.
  private static final int WARM = 20;

  private final String server;
  private final HttpClient client;
  private final CountDownLatch warm = new CountDownLatch(CLIENTS * WARM);
  private final List<Thread> clients = new ArrayList<>();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private final Queue<String> broken = new ConcurrentLinkedQueue<>();
  private final AtomicInteger answered = new AtomicInteger();

  /// Sends nothing yet.
  ///
  /// @param port of the server
  /// @param version of HTTP
  public HttpLoad(int port, HttpClient.Version version) {
    server = "http://127.0.0.1:" + port;
    client = HttpClient.newBuilder().version(version).build();
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create(server + path)).build();
  }

  /// Sends a single request. It does not count.
  ///
  /// @param path of the request
  public CompletableFuture<HttpResponse<String>> ask(String path) {
    return client.sendAsync(request(path), BodyHandlers.ofString());
  }

  /// Starts the clients, and returns when all are busy.
  public void start() throws Exception {
    check("/first", ask("/first").get()); // with HTTP/2, all use the connection that this makes
    for (int i = 0; i < CLIENTS; i++) {
      String path = "/client" + i;
      clients.add(Thread.ofVirtual().start(() -> askUntilRefused(path)));
    }
    warm.await();
  }

  private void askUntilRefused(String path) {
    try {
      while (true) {
        check(path, client.send(request(path), BodyHandlers.ofString()));
        warm.countDown();
      }
    } catch (ConnectException _) {
      return; // the server no longer accepts connections
    } catch (IOException e) {
      broken.add(path + " got " + e);
    } catch (InterruptedException e) {
      wrong.add(path + " got " + e);
    }
  }

  private void check(String path, HttpResponse<String> answer) {
    answered.incrementAndGet();
    if (answer.statusCode() != 200 || !answer.body().equals(path)) {
      wrong.add(path + " got " + answer.statusCode() + " " + answer.body());
    }
  }

  /// Waits for the clients. Each request was answered, or found no connection.
  ///
  /// @throws AssertionError if a connection failed with a request, or an answer was wrong
  public void expectAllAnswered() throws InterruptedException {
    join();
    fail(broken);
  }

  /// Waits for the clients. Each request that the server read was answered; a connection may have
  /// failed with a request that the server had not read.
  ///
  /// @param read the number of requests of [#start] and of its clients that the server read
  /// @throws AssertionError if other requests were answered, or an answer was wrong
  public void expectAnswered(int read) throws InterruptedException {
    join();
    if (answered.get() != read) {
      throw new AssertionError("read: " + read + ", answered: " + answered + ", failed: " + broken);
    }
  }

  private void join() throws InterruptedException {
    for (Thread thread : clients) {
      thread.join();
    }
    fail(wrong);
  }

  private static void fail(Queue<String> messages) {
    if (!messages.isEmpty()) {
      throw new AssertionError(String.join("\n", messages));
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}
