package dev.signalman.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Reports as text and JSON, and lengths of time as text.
class ReportTest {
  private static final StopCause.BySignal TERM =
      new StopCause.BySignal(SignalInfo.of(Signal.TERM, 1, 0), "systemd");

  private static TaskReport task(String name, TaskState state) {
    return new TaskReport("drain", name, state, Duration.ofMillis(1_234), null, null);
  }

  private static StopReport report(TaskReport... tasks) {
    return new StopReport(
        TERM,
        Duration.ofMillis(3_240),
        false,
        OptionalInt.of(1),
        List.of(new StageReport("drain", Duration.ofSeconds(2), List.of(tasks))),
        List.of(TERM),
        List.of(new InFlight.Left("requests", 3, "GET /x", Duration.ofMillis(14_200))),
        List.of("a note"));
  }

  @Test
  @DisplayName("STOP-95: a report is one line")
  void text() {
    assertThat(report(task("http", TaskState.LATE), task("b", TaskState.DONE)).toString())
        .isEqualTo(
            "stopped in 3.2 s by TERM from pid 1 uid 0 (systemd): 2 tasks, 1 late (drain/http);"
                + " 3 requests in flight, the oldest GET /x for 14.2 s; a note");
  }

  @Test
  @DisplayName("STOP-95: and JSON, in ASCII, whatever is in it")
  void json() throws Exception {
    ThreadView where =
        new ThreadView(
            "a\"b\\",
            Thread.State.BLOCKED,
            List.of("\u00e4\n\u0007\ud83d\ude00"),
            "x",
            "y",
            List.of("z"),
            "");
    TaskReport odd =
        new TaskReport(
            "drain",
            "\u2028",
            TaskState.FAILED,
            Duration.ofNanos(1_000_001_999),
            new IllegalStateException("no"),
            where);
    String text = report(odd).toJson();
    assertThat(text).matches("\\p{ASCII}*").doesNotContain("\n");
    JsonNode json = new ObjectMapper().readTree(text);
    JsonNode task = Stopping.task(json, "\u2028");
    assertThat(task.get("where").get("stack").get(0).asText())
        .isEqualTo("\u00e4\n\u0007\ud83d\ude00");
    assertThat(task.get("where").get("thread").asText()).isEqualTo("a\"b\\");
    assertThat(task.get("took").asText()).isEqualTo("1.000001");
    assertThat(json.get("status").asInt()).isEqualTo(1);
    assertThat(json.get("inFlight").get(0).get("oldest").asText()).isEqualTo("GET /x");
  }

  @Test
  @DisplayName("STOP-95: causes complete the sentence: stopped by ...")
  void causes() {
    assertThat(new StopCause.BySignal(SignalInfo.of(Signal.TERM, 0, 0), ""))
        .hasToString("TERM from an unknown process");
    assertThat(new StopCause.ByExit("main", "App.main(App.java:3)"))
        .hasToString("System.exit in thread main at App.main(App.java:3)");
    assertThat(new StopCause.ByExit("", "")).hasToString("System.exit");
    assertThat(new StopCause.ByCall("idle")).hasToString("a call: idle");
    assertThat(new StopCause.HandedOver(17)).hasToString("handing over to pid 17");
    assertThat(new StopCause.MainEnded()).hasToString("the end of the last thread");
    assertThat(new StopCause.Closed()).hasToString("close");
  }

  @Test
  void spans() {
    assertThat(Spans.text(Duration.ofMillis(3))).isEqualTo("3 ms");
    assertThat(Spans.text(Duration.ofSeconds(3))).isEqualTo("3 s");
    assertThat(Spans.text(Duration.ofMillis(3_240))).isEqualTo("3.2 s");
    assertThat(Spans.text(Duration.ofMinutes(2))).isEqualTo("2 min");
    assertThat(Spans.text(Duration.ofSeconds(125))).isEqualTo("2 min 5 s");
    assertThat(Spans.parse("x", " 25s ")).isEqualTo(Duration.ofSeconds(25));
    assertThat(Spans.parse("x", "25")).isEqualTo(Duration.ofSeconds(25));
    assertThat(Spans.parse("x", "1500ms")).isEqualTo(Duration.ofMillis(1_500));
    assertThat(Spans.parse("x", "2 m")).isEqualTo(Duration.ofMinutes(2));
    assertThatIllegalArgumentException().isThrownBy(() -> Spans.parse("x", "2h"));
  }
}
