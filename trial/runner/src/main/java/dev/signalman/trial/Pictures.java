package dev.signalman.trial;

import dev.signalman.bench.Picture;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// The results as pictures.
final class Pictures {
  private Pictures() {}

  static List<Picture> of(Stops stops) {
    return List.of(times(stops), hanging(stops));
  }

  private static Picture times(Stops stops) {
    Map<String, List<Double>> values = new LinkedHashMap<>();
    values.put(
        "requests and an item at work: median",
        values(Contender.all(), stops, Scenario.BUSY, Stops::medianMillis));
    values.put(
        "the same: longest", values(Contender.all(), stops, Scenario.BUSY, Stops::mostMillis));
    values.put(
        "nothing at work: median",
        values(Contender.all(), stops, Scenario.IDLE, Stops::medianMillis));
    values.put(
        "nothing at work: longest",
        values(Contender.all(), stops, Scenario.IDLE, Stops::mostMillis));
    return new Picture.Bars(
        "stops",
        "From TERM to the end of the process",
        "milliseconds",
        names(Contender.all()),
        values);
  }

  private static Picture hanging(Stops stops) {
    Map<String, List<Double>> values = new LinkedHashMap<>();
    values.put("one TERM", endings(stops, Scenario.HANGS));
    values.put("TERM again after 1 s", endings(stops, Scenario.HANGS_AGAIN));
    return new Picture.Bars(
        "stops-that-hang",
        "One close() hangs: from TERM to the end (no bar: it does not end)",
        "milliseconds",
        names(Contender.hanging()),
        values);
  }

  private static List<Double> endings(Stops stops, Scenario scenario) {
    return values(
        Contender.hanging(),
        stops,
        scenario,
        chosen -> chosen.ended() ? chosen.medianMillis() : Double.NaN);
  }

  private static List<String> names(List<Contender> contenders) {
    return contenders.stream().map(Contender::name).toList();
  }

  private static List<Double> values(
      List<Contender> contenders, Stops stops, Scenario scenario, ToDoubleFunction<Stops> figure) {
    List<Double> values = new ArrayList<>();
    for (Contender contender : contenders) {
      values.add(figure.applyAsDouble(stops.only(contender.name(), scenario)));
    }
    return values;
  }
}
