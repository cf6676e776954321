package dev.signalman.cli.every;

import static dev.signalman.cli.every.EveryProgram.HELD;
import static dev.signalman.cli.every.EveryProgram.STUBBORN;
import static dev.signalman.cli.every.EveryProgram.awaitError;
import static dev.signalman.cli.every.EveryProgram.begin;
import static dev.signalman.cli.every.EveryProgram.events;
import static dev.signalman.cli.every.EveryProgram.makeGate;
import static dev.signalman.cli.every.EveryProgram.names;
import static dev.signalman.cli.every.EveryProgram.release;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Runs of `signalman every` that are due while an earlier one has not ended.
class EveryOverlapIT {
  @TempDir Path temp;

  private ChildProgram every(String... args) throws Exception {
    return EveryProgram.start(temp, args);
  }

  @Test
  void periodsDuringARunAreSkipped() throws Exception {
    makeGate(temp);
    try (ChildProgram every = every("100ms", "--json", "--count", "2", "--", "sh", "-c", HELD)) {
      every.line();
      Eventually.until("3 are skipped", () -> count(names(every), "skipped") >= 3);
      release(temp);
      every.expect("end");
      every.line();
      release(temp);
      every.expect("end");
      every.expectExit(0);
      assertThat(names(every)).doesNotContain("queued", "stopping");
    }
  }

  private static long count(List<String> events, String event) {
    return events.stream().filter(event::equals).count();
  }

  @Test
  void oneRunIsQueued() throws Exception {
    makeGate(temp);
    try (ChildProgram every =
        every("1s", "--json", "--overlap", "queue", "--count", "2", "--", "sh", "-c", HELD)) {
      every.line();
      Eventually.until("one is skipped", () -> names(every).contains("skipped"));
      release(temp);
      every.expect("end");
      every.line();
      release(temp);
      every.expect("end");
      every.expectExit(0);
      List<String> events = names(every);
      assertThat(events.subList(0, 3)).containsExactly("started", "queued", "skipped");
      assertThat(count(events, "queued")).isEqualTo(1);
      assertThat(events.get(events.indexOf("ended") + 1)).isEqualTo("started");
    }
  }

  /// A refused ALRM comes before the end of a period and starts no run; the end of the period still
  /// starts one.
  @ParameterizedTest
  @CsvSource({"skip, skipped", "queue, queued"})
  void aRefusedAlarmChangesNothing(String policy, String atTheEndOfAPeriod) throws Exception {
    makeGate(temp);
    String[] options = {"2s", "--json", "--only-children", "--overlap", policy, "--count", "2"};
    List<String> line = new ArrayList<>(List.of(options));
    line.addAll(List.of("--", "sh", "-c", HELD));
    try (ChildProgram every = every(line.toArray(String[]::new))) {
      every.line();
      Peer.kill("ALRM", every.pid());
      awaitError(every, "refused");
      int refused = names(every).indexOf("refused");
      Eventually.until(
          "the end of a period after that",
          () -> names(every).lastIndexOf(atTheEndOfAPeriod) > refused);
      release(temp);
      every.expect("end");
      every.line();
      release(temp);
      every.expectExit(0);
      List<String> reasons = new ArrayList<>();
      for (JsonNode event : events(every)) {
        if (event.has("reason")) {
          reasons.add(event.get("event").textValue() + " " + event.get("reason").textValue());
        }
      }
      assertThat(reasons).first().isEqualTo("started start");
      assertThat(reasons.subList(1, reasons.size()))
          .contains("started period")
          .isSubsetOf("queued period", "started period");
    }
  }

  @Test
  void aRunThatOverlapsIsKilledBeforeTheNextBegins() throws Exception {
    String[] options = {"500ms", "--json", "--overlap", "kill", "--kill-after", "100ms"};
    List<String> line = new ArrayList<>(List.of(options));
    line.addAll(List.of("--", "sh", "-c", STUBBORN));
    try (ChildProgram every = every(line.toArray(String[]::new))) {
      int first = begin(every); // perhaps not of run 1: a shell that starts slowly has no trap yet
      every.line();
      assertThat(ProcFs.hasEnded(first)).isTrue();
      List<String> signals = new ArrayList<>();
      for (JsonNode event : events(every)) {
        if (event.path("pid").asInt() == first) {
          signals.add(event.get("event").textValue() + " " + event.path("signal").asText());
        }
      }
      assertThat(signals)
          .containsExactly("started ", "stopping SIGTERM", "stopping SIGKILL", "ended SIGKILL");
      Peer.kill("QUIT", every.pid()); // or the present run would stay for ever
      int _ = every.exit();
    }
  }
}
