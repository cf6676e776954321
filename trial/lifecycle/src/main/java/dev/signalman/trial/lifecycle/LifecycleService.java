package dev.signalman.trial.lifecycle;

import dev.signalman.lifecycle.Lifecycle;
import dev.signalman.trial.service.Cache;
import dev.signalman.trial.service.Database;
import dev.signalman.trial.service.LastLines;
import dev.signalman.trial.service.Pages;
import dev.signalman.trial.service.Setup;
import dev.signalman.trial.service.WebServer;
import dev.signalman.trial.service.Worker;
import java.time.Duration;

/// A stage for each part, in a line, and one deadline for all of them.
public final class LifecycleService {
  private LifecycleService() {}

  /// Starts it.
  public static void main(String[] args) throws Exception {
    Lifecycle life =
        Lifecycle.builder().deadline(Duration.ofSeconds(Setup.DEADLINE_SECONDS)).open();
    LastLines lines = new LastLines();
    Database database = new Database();
    Cache cache = new Cache();
    Worker worker = new Worker(database);
    WebServer server = new WebServer(new Pages(database));
    life.stage("http").add("server", server::stop);
    life.stage("worker").after("http").add("worker", worker::stop);
    life.stage("cache").after("worker").add("cache", cache);
    life.stage("database").after("cache").add("database", database);
    life.stage("log").after("database").add("lines", lines);
    int port = server.start();
    life.ready();
    Setup.ready(port);
    life.await();
  }
}
