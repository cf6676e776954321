package dev.signalman.smoke;

import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Peer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// The executable jar in a VM of its own.
final class Smoke implements AutoCloseable {
  private final ChildProgram program;
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<String> lines = new ArrayList<>();
  private int port;

  private Smoke(ChildProgram program) {
    this.program = program;
  }

  /// Starts it.
  ///
  /// @param arguments of the application, such as `--trouble.stuck=true`
  static Smoke start(String... arguments) throws IOException {
    return start(List.of("env"), arguments);
  }

  /// Starts it through another command, such as `env NAME=VALUE`.
  static Smoke start(List<String> prefix, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(
        List.of(
            ChildJvm.java(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-jar",
            Objects.requireNonNull(System.getProperty("smoke.jar"))));
    command.addAll(Arrays.asList(arguments));
    return new Smoke(ChildProgram.start(command.toArray(String[]::new)));
  }

  /// Waits until it serves.
  Smoke awaitReady() throws InterruptedException {
    port = Integer.parseInt(await("ready ").substring("ready ".length()));
    return this;
  }

  /// Takes lines up to one that has this text.
  ///
  /// @return that line
  String await(String text) throws InterruptedException {
    String line;
    do {
      line = program.line();
      lines.add(line);
    } while (!line.contains(text));
    return line;
  }

  /// Everything that it has written, once it has ended.
  List<String> allLines() throws InterruptedException {
    lines.addAll(program.remainingLines());
    return lines;
  }

  void signal(String name) throws IOException, InterruptedException {
    Peer.kill(name, program.pid());
  }

  /// Lets a thread of it go on.
  void tell() throws IOException {
    program.send("go on");
  }

  int pid() {
    return program.pid();
  }

  /// Whether it has ended, or does so in this time.
  boolean endsWithin(Duration time) throws InterruptedException {
    return program.process().waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  int exit() throws InterruptedException {
    return program.exit();
  }

  List<String> errors() throws InterruptedException {
    return program.errors();
  }

  AssertionError failure(String message) throws InterruptedException {
    return program.failure(message + "; output: " + String.join("\n", lines));
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
  }

  /// Asks for a page.
  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(request(path), HttpResponse.BodyHandlers.ofString());
  }

  /// Asks for a page that comes later.
  CompletableFuture<HttpResponse<String>> ask(String path) {
    return client.sendAsync(request(path), HttpResponse.BodyHandlers.ofString());
  }

  /// Asks for a page over a connection of its own.
  HttpResponse<String> getAnew(String path) throws IOException, InterruptedException {
    try (HttpClient fresh = HttpClient.newHttpClient()) {
      return fresh.send(request(path), HttpResponse.BodyHandlers.ofString());
    }
  }

  @Override
  public void close() {
    program.close();
    client.close();
  }
}
