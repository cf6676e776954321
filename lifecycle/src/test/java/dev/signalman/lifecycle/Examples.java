package dev.signalman.lifecycle;

import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;

/// The examples of the documentation: that they are here shows that they compile.
abstract class Examples {
  interface Server {
    void stopAccepting();

    void closeAll();
  }

  record Config(String text) {
    static Config read(String file) throws IOException {
      return new Config(Files.readString(Path.of(file)));
    }
  }

  volatile Config config;

  Examples(Config config) {
    this.config = config;
  }

  void lifecycle(Server server, ExecutorService executor, Closeable pool, Reload routes)
      throws InterruptedException {
    try (Lifecycle life =
        Lifecycle.builder().reloadOn(Signal.HUP).drainDelay(Duration.ofSeconds(5)).open()) {
      InFlight requests = life.inFlight("http requests");
      Stage intake = life.stage("intake");
      Stage drain = life.stage("drain").after(intake).within(Duration.ofSeconds(15));
      Stage store = life.stage("store").after(drain);
      intake.add("http", server::stopAccepting);
      drain.add("requests", requests::drained).onAbort(server::closeAll);
      drain.add("workers", executor);
      store.add("db", pool);
      life.onReload("routes", routes);
      life.ready();
      life.await();
    }
  }

  void reload(Lifecycle life, String file) {
    life.onReload(
        "config",
        () -> {
          Config next = Config.read(file);
          return () -> config = next;
        });
  }

  void failure(Lifecycle life) {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, error) -> life.fail(thread.getName(), error));
  }

  int health(Lifecycle life) {
    return life.readiness().isReady() ? 200 : 503;
  }

  static StopListener json() {
    return new StopListener() {
      @Override
      public void ended(StopReport report) {
        System.err.println(report.toJson());
      }
    };
  }

  static String reason(StopReport report) {
    return switch (report.cause()) {
      case StopCause.BySignal(SignalInfo info, String command) ->
          info.signal() + " from " + command;
      case StopCause.ByCall(String why) -> why;
      case StopCause.ByFailure(String part, Throwable error) -> part + " failed: " + error;
      case StopCause.ByExit(String thread, String place) ->
          "System.exit in " + thread + " at " + place;
      case StopCause.HandedOver(int pid) -> "process " + pid + " serves now";
      case StopCause.MainEnded() -> "nothing left to do";
      case StopCause.Closed() -> "closed";
    };
  }
}
