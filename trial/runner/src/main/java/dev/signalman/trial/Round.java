package dev.signalman.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/// Starts one service, stops it, and looks at what is left.
///
/// @param limit after which a service that does not end is killed
/// @param phaseMillis when TERM comes, counted from a multiple of [#PERIOD_MILLIS] of the wall
///   clock
record Round(Duration limit, int phaseMillis) {
  /// Two items of the worker, and three pages.
  static final int PERIOD_MILLIS = 600;

  private static final Duration WORK = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  Stop run(Contender contender, Scenario scenario) throws IOException, InterruptedException {
    Path database = Files.createTempFile("database", "");
    try (Service service = Service.start(contender, scenario, database)) {
      return stop(contender, scenario, service, database);
    } finally {
      Files.delete(database);
    }
  }

  private Stop stop(Contender contender, Scenario scenario, Service service, Path database)
      throws IOException, InterruptedException {
    Load load = Load.start(scenario.clients(), service.port());
    Thread.sleep(WORK);
    Thread.sleep(Math.floorMod(phaseMillis - System.currentTimeMillis(), PERIOD_MILLIS));
    int printed = service.lines().size();
    long begin = System.nanoTime();
    service.term();
    awaitEnd(scenario, service);
    long nanos = System.nanoTime() - begin;
    OptionalInt status = service.end();
    load.end();
    List<String> lines = service.lines();
    Books books = Books.of(Files.readAllLines(database));
    List<String> missing = load.pages(Answer.MISSING);
    int lost = books.begunOf(missing);
    return new Stop(
        contender.name(),
        scenario.name(),
        nanos,
        status,
        load.pages(Answer.GIVEN).size(),
        lost,
        missing.size() - lost,
        load.pages(Answer.TURNED_AWAY).size(),
        load.pages(Answer.REFUSED).size(),
        books.itemsLost(),
        books.closed(),
        lines.subList(printed, lines.size()));
  }

  private void awaitEnd(Scenario scenario, Service service)
      throws IOException, InterruptedException {
    if (scenario.again() && !service.awaitEnd(PATIENCE)) {
      service.term();
    }
    service.awaitEnd(limit);
  }
}
