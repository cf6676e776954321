package dev.signalman.vertx;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.lifecycle.Lifecycle;
import dev.signalman.lifecycle.Stage;
import dev.signalman.lifecycle.StopListener;
import dev.signalman.lifecycle.StopReport;
import dev.signalman.lifecycle.StopStatus;
import dev.signalman.lifecycle.TaskState;
import dev.signalman.signal.Disposition;
import dev.signalman.signal.Signals;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// A web server that stops in order, in several ways. It answers with the path: `/slow` after a
/// while, `/late` much later, `/never` not at all.
final class Server {
  private static final int CLEAN = 7;

  /// Requests of the load that were read.
  private static final AtomicInteger READ = new AtomicInteger();

  private Server() {}

  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "alone" -> alone();
      case "twice" -> {
        openAndClose();
        openAndClose();
      }
      default -> serve(args[0]);
    }
  }

  private static HttpServer listen(Vertx vertx) throws Exception {
    return vertx
        .createHttpServer()
        .requestHandler(request -> answer(vertx, request))
        .listen(0, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .get();
  }

  private static void answer(Vertx vertx, HttpServerRequest request) {
    String path = String.valueOf(request.path());
    switch (path) {
      case "/never" -> System.out.println("reads " + path);
      case "/slow", "/late" -> {
        System.out.println("reads " + path);
        vertx.setTimer(path.equals("/slow") ? 300 : 60_000, _ -> request.response().end(path));
      }
      default -> {
        READ.incrementAndGet();
        vertx.setTimer(2, _ -> request.response().end(path));
      }
    }
  }

  private static Lifecycle lifecycle() {
    return Lifecycle.builder()
        .status(StopStatus.of(report -> report.clean() ? CLEAN : 1))
        .quiet()
        .listener(new Printer())
        .open();
  }

  private static void serve(String how) throws Exception {
    Lifecycle life = lifecycle();
    Vertx vertx = Vertx.vertx();
    HttpServer server = listen(vertx);
    HttpServer second = listen(vertx);
    Stage http = life.stage("http").within(Duration.ofMillis(how.equals("late") ? 500 : 10_000));
    VertxStages.drain(
        http, Duration.ofMillis(how.equals("bounded") ? 500 : 9000), vertx, server, second);
    VertxStages.end(life.stage("vertx").after(http), vertx);
    life.ready();
    System.out.println("ready " + server.actualPort());
    if (how.equals("closed-first")) {
      vertx.close().toCompletionStage().toCompletableFuture().get();
      refused(() -> VertxStages.drain(life.stage("late"), Duration.ZERO, vertx, server));
      refused(() -> VertxStages.end(life.stage("late"), vertx));
      life.stop("closed");
    }
    life.await();
  }

  private static void refused(Runnable call) {
    try {
      call.run();
    } catch (IllegalStateException e) {
      System.out.println("refused: " + e.getMessage());
    }
  }

  /// A hook that closes Vert.x, as its launcher has one.
  private static void alone() throws Exception {
    Vertx vertx = Vertx.vertx();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> vertx.close().await()));
    System.out.println("ready " + listen(vertx).actualPort());
  }

  /// All in one VM: nothing is left, so the next one works.
  private static void openAndClose() throws Exception {
    try (Lifecycle life = lifecycle()) {
      Vertx vertx = Vertx.vertx();
      VertxStages.drain(life.stage("http"), Duration.ofSeconds(5), vertx, listen(vertx));
      VertxStages.end(life.stage("vertx").after("http"), vertx);
      VertxSignals.on(vertx, SignalSet.of(Signal.USR1)).handler(_ -> {});
    }
    while (!threads().isEmpty()) {
      Thread.onSpinWait(); // a thread says that it has ended a moment before it does
    }
    System.out.println("threads " + threads() + ", claims " + claims());
  }

  private static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("vert.x-"))
        .toList();
  }

  private static List<Signal> claims() {
    return Signals.dispositions().entrySet().stream()
        .filter(each -> each.getValue() instanceof Disposition.Handled)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static final class Printer implements StopListener {
    @Override
    public void ended(StopReport report) {
      int read = READ.get();
      if (read > 0) {
        System.out.println(read);
      }
      report
          .tasks()
          .forEach(task ->
              System.out.println(
                  "task "
                      + task.path()
                      + " "
                      + task.state()
                      + (task.state() == TaskState.FAILED ? " " + task.error() : "")));
    }
  }
}
