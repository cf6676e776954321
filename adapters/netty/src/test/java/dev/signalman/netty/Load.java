package dev.signalman.netty;

import static org.assertj.core.api.Assertions.assertThat;

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

/// Clients that ask one request after the other, until they are refused.
final class Load implements AutoCloseable {
  private static final int CLIENTS = 10;
  private static final int WARM = 20;

  private final String server;
  private final HttpClient client;
  private final CountDownLatch warm = new CountDownLatch(CLIENTS * WARM);
  private final List<Thread> clients = new ArrayList<>();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

  Load(int port, HttpClient.Version version) {
    server = "http://127.0.0.1:" + port;
    client = HttpClient.newBuilder().version(version).build();
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create(server + path)).build();
  }

  CompletableFuture<HttpResponse<String>> ask(String path) {
    return client.sendAsync(request(path), BodyHandlers.ofString());
  }

  /// Returns when all clients are busy.
  void start() throws Exception {
    ask("/first").get(); // with HTTP/2, all use the connection that this makes
    for (int i = 0; i < CLIENTS; i++) {
      String path = "/client" + i;
      clients.add(Thread.ofVirtual().start(() -> askUntilRefused(path)));
    }
    warm.await();
  }

  private void askUntilRefused(String path) {
    try {
      while (true) {
        HttpResponse<String> answer = client.send(request(path), BodyHandlers.ofString());
        if (answer.statusCode() != 200 || !answer.body().equals(path)) {
          wrong.add(path + " got " + answer.statusCode() + " " + answer.body());
        }
        warm.countDown();
      }
    } catch (ConnectException _) {
      return; // the server no longer accepts connections
    } catch (IOException | InterruptedException e) {
      wrong.add(path + " got " + e);
    }
  }

  /// Each request was answered, or could not be sent.
  void expectAllAnswered() throws InterruptedException {
    for (Thread thread : clients) {
      thread.join();
    }
    assertThat(wrong).isEmpty();
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}
