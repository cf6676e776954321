package dev.signalman.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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

/// Clients that ask one request after the other, until they are refused.
final class Load implements AutoCloseable {
  private static final int CLIENTS = 10;
  private static final int WARM = 20;

  private final String server;
  private final HttpClient client;
  private final CountDownLatch warm = new CountDownLatch(CLIENTS * WARM);
  private final List<Thread> clients = new ArrayList<>();
  private final AtomicInteger answered = new AtomicInteger();
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
    assertThat(ask("/first").get().body())
        .isEqualTo("/first"); // its connection serves all of HTTP/2
    answered.incrementAndGet();
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
        answered.incrementAndGet();
        warm.countDown();
      }
    } catch (IOException _) {
      return; // the server closed the connection before it read this request, which the counts show
    } catch (InterruptedException e) {
      wrong.add(path + " got " + e);
    }
  }

  /// Each request that the server read was answered.
  void expectAllAnswered(int read) throws InterruptedException {
    for (Thread thread : clients) {
      thread.join();
    }
    assertThat(wrong).isEmpty();
    assertThat(answered.get()).isEqualTo(read);
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}
