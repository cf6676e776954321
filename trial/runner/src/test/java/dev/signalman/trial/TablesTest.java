package dev.signalman.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TablesTest {
  private final List<Stop> stops = new ArrayList<>();

  @Test
  void saysWhatNeverEnds() {
    for (Contender contender : Contender.hanging()) {
      for (Scenario scenario :
          List.of(Scenario.BUSY, Scenario.IDLE, Scenario.HANGS, Scenario.HANGS_AGAIN)) {
        stops.add(stop(contender, scenario, OptionalInt.of(143)));
      }
    }
    Contender hook = Contender.all().getLast();
    stops.removeIf(stop -> stop.contender().equals(hook.name()) && stop.scenario().equals("hangs"));
    stops.add(stop(hook, Scenario.HANGS, OptionalInt.empty()));
    assertThat(Tables.of(new Stops(stops)))
        .contains("| Pekko | 5 ms | 5 ms | 5 ms | 5 ms | 5 ms | 5 ms |")
        .contains("| Pekko | 143 | 7 | 1 | 2 | 3 | 4 | 6 | 1 of 1 | 1 of 1 | 0 of 1 |")
        .contains("| plain hook | never | killed | 1 of 1 | 1 of 1 | 0 of 1 |");
  }

  private static Stop stop(Contender contender, Scenario scenario, OptionalInt status) {
    List<String> printed = List.of("at Cache.close(Cache.java)", "INFO last line by logback");
    return new Stop(
        contender.name(), scenario.name(), 5_000_000, status, 7, 1, 2, 3, 4, 6, true, printed);
  }
}
