package dev.signalman.spring.boot;

import dev.signalman.lifecycle.StopCause;
import dev.signalman.lifecycle.StopListener;
import dev.signalman.lifecycle.StopReport;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What happened last, for the endpoint.
final class News implements StopListener {
  private volatile Map<String, Object> reload = Map.of();
  private volatile Map<String, Object> stop = Map.of();

  /// The last reload; empty if there was none.
  Map<String, Object> reload() {
    return reload;
  }

  /// The stop that has begun; empty if none has.
  Map<String, Object> stop() {
    return stop;
  }

  @Override
  public void began(StopCause cause, Duration deadline) {
    if (cause instanceof StopCause.Closed) {
      return; // the signals were given back
    }
    Map<String, Object> began = new LinkedHashMap<>();
    began.put("at", Instant.now().toString());
    began.put("cause", cause.toString());
    began.put("deadline", deadline.toString());
    stop = began;
  }

  @Override
  public void ended(StopReport report) {
    if (report.cause() instanceof StopCause.Closed) {
      return;
    }
    Map<String, Object> ended = new LinkedHashMap<>(stop);
    ended.put("report", report.toString());
    stop = ended;
  }

  @Override
  public void reloaded(Duration took) {
    reload = Map.of("at", Instant.now().toString(), "result", "done", "took", took.toString());
  }

  @Override
  public void reloadFailed(String part, Throwable error, List<String> applied) {
    reload =
        Map.of(
            "at",
            Instant.now().toString(),
            "result",
            "failed",
            "part",
            part,
            "error",
            error.toString(),
            "applied",
            applied);
  }
}
