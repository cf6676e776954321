package dev.signalman.trial;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A service that runs.
final class Service implements AutoCloseable {
  private static final String READY = "ready ";
  private static final int START_SECONDS = 60;

  private final Process process;
  private final Thread reader = new Thread(this::read, "output");
  private final List<String> lines = new ArrayList<>();
  private final CompletableFuture<Integer> port = new CompletableFuture<>();

  private Service(Process process) {
    this.process = process;
    reader.start();
  }

  /// Starts it and waits until it is ready.
  static Service start(Contender contender, Scenario scenario, Path database)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(contender.options());
    command.add("-Dbusy=" + scenario.busy());
    command.add("-Dhangs=" + scenario.hangs());
    command.add("-Ddatabase=" + database);
    command.addAll(List.of("-classpath", contender.classPath(), contender.main()));
    Service service = new Service(new ProcessBuilder(command).redirectErrorStream(true).start());
    service.awaitReady();
    return service;
  }

  private void awaitReady() throws InterruptedException {
    try {
      port.get(START_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      process.destroyForcibly();
      throw new IllegalStateException("it did not start:\n" + String.join("\n", lines()), e);
    }
  }

  private void read() {
    try (BufferedReader output = process.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        add(line);
        if (line.startsWith(READY)) {
          port.complete(Integer.valueOf(line.substring(READY.length())));
        }
      }
    } catch (IOException e) {
      add("output: " + e);
    }
    port.completeExceptionally(new IllegalStateException("it has ended"));
  }

  private void add(String line) {
    synchronized (lines) {
      lines.add(line);
    }
  }

  /// What it has printed so far.
  List<String> lines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  int port() {
    return port.join();
  }

  /// Sends TERM, by a process that is none of ours.
  void term() throws IOException, InterruptedException {
    new ProcessBuilder("/bin/kill", "-TERM", Long.toString(process.pid()))
        .inheritIO()
        .start()
        .waitFor();
  }

  /// Waits for its end; returns whether it came.
  boolean awaitEnd(Duration limit) throws InterruptedException {
    return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  /// Kills it if it still runs, and waits for the end of its output.
  ///
  /// @return its exit status; empty if it was killed
  OptionalInt end() throws InterruptedException {
    boolean alive = process.isAlive();
    close();
    int status = process.waitFor();
    reader.join();
    return alive ? OptionalInt.empty() : OptionalInt.of(status);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
