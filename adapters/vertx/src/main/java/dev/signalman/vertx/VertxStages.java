package dev.signalman.vertx;

import dev.signalman.lifecycle.Stage;
import dev.signalman.lifecycle.StopTask;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/// What the stages of a stop do with Vert.x.
///
/// ```java
/// Stage http = life.stage("http").within(Duration.ofSeconds(16));
/// VertxStages.drain(http, Duration.ofSeconds(15), vertx, server);
/// VertxStages.end(life.stage("vertx").after(http), vertx);
/// ```
///
/// Each method is called before its stage begins, at any time and by any thread.
public final class VertxStages {
  private VertxStages() {}

  /// Adds the task `servers`: `HttpServer.shutdown` of each server. Nothing new is accepted, idle
  /// connections are closed, and requests that were read are answered until the time is over; then
  /// Vert.x closes their connections.
  ///
  /// If the time of the task is over, or the stop is forced, the servers are closed at once.
  ///
  /// @param stage ends before Vert.x is closed
  /// @param time for the requests; a little less than the stage has
  /// @param vertx the one that the servers were made with
  /// @return the task; it fails if Vert.x was closed before it begins
  /// @throws IllegalArgumentException if the time is negative, or the stage has such a task
  /// @throws IllegalStateException if Vert.x was closed, or the stage has begun
  public static StopTask drain(Stage stage, Duration time, Vertx vertx, HttpServer... servers) {
    if (time.isNegative()) {
      throw new IllegalArgumentException(
          "signalman-vertx: the time of a shutdown is not negative: " + time);
    }
    Running.require(
        vertx,
        "its servers cannot be drained in the stage " + stage.name(),
        "leave closing it to a later stage: VertxStages.end");
    List<HttpServer> all = List.of(servers);
    return stage
        .add("servers", () -> shutdown(all, time, vertx))
        .onAbort(() -> all.forEach(HttpServer::close));
  }

  private static CompletionStage<?> shutdown(List<HttpServer> servers, Duration time, Vertx vertx) {
    Running.require(
        vertx,
        "its servers were not drained, and requests may have been cut off",
        "close it in a later stage: VertxStages.end");
    List<Future<Void>> ends = new ArrayList<>();
    for (HttpServer server : servers) {
      ends.add(server.shutdown(time.toMillis(), TimeUnit.MILLISECONDS));
    }
    return Future.join(ends).toCompletionStage();
  }

  /// Adds the task `vertx`: `Vertx.close`, which undeploys all verticles, ends all [SignalStream]s
  /// and ends the threads.
  ///
  /// @param stage comes after all that need Vert.x
  /// @return the task
  /// @throws IllegalArgumentException if the stage has such a task
  /// @throws IllegalStateException if Vert.x was closed, or the stage has begun
  public static StopTask end(Stage stage, Vertx vertx) {
    Running.require(
        vertx,
        "it cannot be closed in the stage " + stage.name(),
        "leave its end to the stage, or leave it out");
    return stage.add("vertx", () -> vertx.close().toCompletionStage());
  }
}
