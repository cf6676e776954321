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

/// Tasks that end Vert.x and its servers, for the stages of a stop.
///
/// ```java
/// Stage http = life.stage("http").within(Duration.ofSeconds(16));
/// VertxStages.drain(http, Duration.ofSeconds(15), vertx, server);
/// VertxStages.end(life.stage("vertx").after(http), vertx);
/// ```
///
/// Call each method before its stage begins, in any thread.
public final class VertxStages {
  private VertxStages() {}

  /// Adds the task `servers`: it calls `HttpServer.shutdown` of each server. No new connection is
  /// accepted, idle connections are closed, and requests that were read are answered. When the time
  /// is over, Vert.x closes the remaining connections.
  ///
  /// If the time of the task is over, or the stop is forced, the servers are closed at once.
  ///
  /// @param stage must end before Vert.x is closed
  /// @param time for the requests; a little less than the time of the stage
  /// @param vertx the Vert.x of the servers
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
  /// @param stage must come after all stages that need Vert.x
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
