package dev.signalman.trial;

import dev.signalman.bench.Quantiles;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/// The stops of one contender in one scenario.
record Stops(List<Stop> stops) {
  Stops only(String contender, Scenario scenario) {
    List<Stop> chosen = new ArrayList<>();
    for (Stop stop : stops) {
      if (stop.contender().equals(contender) && stop.scenario().equals(scenario.name())) {
        chosen.add(stop);
      }
    }
    return new Stops(chosen);
  }

  double medianMillis() {
    return Quantiles.median(millis());
  }

  double mostMillis() {
    return stops.stream().mapToDouble(Stop::millis).max().orElseThrow();
  }

  double leastMillis() {
    return stops.stream().mapToDouble(Stop::millis).min().orElseThrow();
  }

  private double[] millis() {
    return stops.stream().mapToDouble(Stop::millis).toArray();
  }

  int sum(ToIntFunction<Stop> figure) {
    return stops.stream().mapToInt(figure).sum();
  }

  /// In how many of them something is so, such as `12 of 12`.
  String count(Predicate<Stop> so) {
    return stops.stream().filter(so).count() + " of " + stops.size();
  }

  boolean ended() {
    return stops.stream().allMatch(Stop::ended);
  }

  /// All that occurred.
  String statuses() {
    List<String> all =
        stops.stream()
            .map(stop -> stop.ended() ? Integer.toString(stop.status().getAsInt()) : "killed")
            .distinct()
            .toList();
    return String.join(", ", all);
  }
}
