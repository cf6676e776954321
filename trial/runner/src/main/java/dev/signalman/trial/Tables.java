package dev.signalman.trial;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The results as tables in Markdown.
final class Tables {
  /// Where the cache hangs.
  private static final String FRAME = "Cache.close";

  private static final String OWNER = "batch-writer";

  private final Stops stops;
  private final StringBuilder text = new StringBuilder();

  private Tables(Stops stops) {
    this.stops = stops;
  }

  static String of(Stops stops) {
    Tables tables = new Tables(stops);
    tables.times();
    tables.losses();
    tables.hanging();
    return tables.text.toString();
  }

  private void times() {
    heading(
        List.of(
            "TERM to end", "at work: median", "least", "most", "idle: median", "least", "most"));
    for (Contender contender : Contender.all()) {
      Stops busy = stops.only(contender.name(), Scenario.BUSY);
      Stops idle = stops.only(contender.name(), Scenario.IDLE);
      row(
          List.of(
              contender.name(),
              millis(busy.medianMillis()),
              millis(busy.leastMillis()),
              millis(busy.mostMillis()),
              millis(idle.medianMillis()),
              millis(idle.leastMillis()),
              millis(idle.mostMillis())));
    }
  }

  private void losses() {
    heading(
        List.of(
            "at work",
            "exit status",
            "pages answered",
            "begun, not answered",
            "connected, not begun",
            "turned away",
            "refused",
            "items lost",
            "database closed",
            "last line: logback",
            "java.util.logging"));
    for (Contender contender : Contender.all()) {
      row(losses(contender.name(), stops.only(contender.name(), Scenario.BUSY)));
    }
  }

  private static List<String> losses(String name, Stops busy) {
    return List.of(
        name,
        busy.statuses(),
        number(busy.sum(Stop::answered)),
        number(busy.sum(Stop::lost)),
        number(busy.sum(Stop::unseen)),
        number(busy.sum(Stop::turnedAway)),
        number(busy.sum(Stop::refused)),
        number(busy.sum(Stop::itemsLost)),
        busy.count(Stop::closed),
        busy.count(stop -> stop.printedLineWith("last line by logback")),
        busy.count(stop -> stop.printedLineWith("last line by java.util.logging")));
  }

  private void hanging() {
    heading(
        List.of(
            "the cache hangs",
            "ends after",
            "exit status",
            "names the cache",
            "shows its stack",
            "names the lock's owner",
            "database closed",
            "last line: logback",
            "TERM again after 1 s: ends after",
            "exit status"));
    for (Contender contender : Contender.hanging()) {
      Stops once = stops.only(contender.name(), Scenario.HANGS);
      row(hanging(contender.name(), once, stops.only(contender.name(), Scenario.HANGS_AGAIN)));
    }
  }

  private static List<String> hanging(String name, Stops once, Stops again) {
    return List.of(
        name,
        end(once),
        once.statuses(),
        once.count(Tables::namesCache),
        once.count(stop -> stop.printedLineWith(FRAME)),
        once.count(stop -> stop.printedLineWith(OWNER)),
        once.count(Stop::closed),
        once.count(stop -> stop.printedLineWith("last line by logback")),
        end(again),
        again.statuses());
  }

  private static boolean namesCache(Stop stop) {
    return stop.printed().stream()
        .anyMatch(line -> line.toLowerCase(Locale.ROOT).contains("cache"));
  }

  private static String end(Stops stops) {
    return stops.ended() ? millis(stops.medianMillis()) : "never";
  }

  private void heading(List<String> names) {
    text.append('\n');
    row(names);
    List<String> rule = new ArrayList<>();
    for (String name : names) {
      rule.add(name.equals(names.getFirst()) ? "---" : "---:");
    }
    row(rule);
  }

  private void row(List<String> cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static String millis(double value) {
    return String.format(Locale.ROOT, "%,.0f ms", value);
  }

  private static String number(int value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
