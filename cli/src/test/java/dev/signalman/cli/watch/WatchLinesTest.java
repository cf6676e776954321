package dev.signalman.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signalman.Cause;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.cli.Screen;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WatchLinesTest {
  private static final Instant TIME = Instant.parse("2026-01-31T12:34:56.123456789Z");

  private static SignalInfo info(Signal signal, Cause cause, int pid, int uid, long value) {
    return new SignalInfo(signal, cause, 0, pid, uid, value, 3, 0, 0);
  }

  private static String text(SignalInfo info, @Nullable String sender) {
    return new WatchText(Screen.plain().terminal(), ZoneOffset.UTC)
        .signal(info, sender, TIME)
        .toString();
  }

  private static JsonNode json(SignalInfo info, @Nullable String sender) throws Exception {
    return new ObjectMapper().readTree(new WatchJson().signal(info, sender, TIME).toString());
  }

  @Test
  void beginWithPidAndSignals() {
    SignalSet set = SignalSet.of(Signal.RT6, Signal.HUP);
    assertThat(
            new WatchText(Screen.plain().terminal(), ZoneOffset.UTC).beginning(42, set).toString())
        .isEqualTo("watching 42: SIGHUP SIGRTMIN+6");
    assertThat(new WatchJson().beginning(42, set).toString())
        .isEqualTo("{\"watching\": 42, \"signals\": [\"SIGHUP\", \"SIGRTMIN+6\"]}");
  }

  @Test
  void nameTheSender() {
    assertThat(text(info(Signal.USR1, Cause.KILL, 4711, 1000, 0), "bash"))
        .isEqualTo("12:34:56.123456 SIGUSR1 from bash (pid 4711, uid 1000), kill");
    assertThat(text(info(Signal.USR1, Cause.THREAD, 4711, 1000, 0), null))
        .isEqualTo("12:34:56.123456 SIGUSR1 from pid 4711, uid 1000, thread");
    assertThat(text(info(Signal.TERM, Cause.KILL, 0, 0, 0), null))
        .isEqualTo("12:34:56.123456 SIGTERM from an unknown process, uid 0, kill");
    assertThat(text(info(Signal.USR1, Cause.KILL, 1, 0, 0), "a\u001b[2Jb"))
        .contains("from a\\x1b[2Jb (");
  }

  @Test
  void tellTheValueWhereThereIsOne() {
    assertThat(text(info(Signal.RT6, Cause.QUEUE, 1, 0, -5), "x")).endsWith(", queue, value -5");
    assertThat(text(info(Signal.RT6, Cause.QUEUE, 1, 0, 0xffff_fffeL), "x"))
        .endsWith(", queue, value 4294967294 (as int -2)");
    assertThat(text(info(Signal.ALRM, Cause.TIMER, 0, 0, 7), null))
        .isEqualTo("12:34:56.123456 SIGALRM, timer, value 7");
    assertThat(text(info(Signal.INT, Cause.KERNEL, 0, 0, 9), null))
        .isEqualTo("12:34:56.123456 SIGINT, kernel");
  }

  @Test
  void tellHowAChildIs() {
    assertThat(text(info(Signal.CHLD, Cause.CHILD_EXITED, 5, 0, 0), "sleep"))
        .isEqualTo("12:34:56.123456 SIGCHLD of child sleep (pid 5, uid 0), child_exited, status 3");
  }

  @Test
  void jsonHasExactlyTheseKeys() throws Exception {
    List<String> keys = new ArrayList<>();
    json(info(Signal.RT6, Cause.QUEUE, 4711, 1000, 42), "a\"b")
        .fieldNames()
        .forEachRemaining(keys::add);
    assertThat(keys)
        .containsExactly("signal", "number", "cause", "pid", "uid", "sender", "value", "time");
  }

  @Test
  void jsonSaysWhatIsKnown() throws Exception {
    assertThat(json(info(Signal.RT6, Cause.QUEUE, 4711, 1000, -42), "a\"b"))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"signal": "SIGRTMIN+6", "number": 40, "cause": "queue", "pid": 4711, "uid": 1000,
                     "sender": "a\\"b", "value": -42, "time": "2026-01-31T12:34:56.123456Z"}
                    """));
  }

  @Test
  void jsonIsNullForWhatDoesNotApply() throws Exception {
    JsonNode kernel = json(info(Signal.INT, Cause.KERNEL, 0, 0, 0), null);
    assertThat(kernel.get("cause").textValue()).isEqualTo("kernel");
    assertThat(List.of("pid", "uid", "sender", "value"))
        .allSatisfy(key -> assertThat(kernel.get(key).isNull()).as(key).isTrue());
    JsonNode timer = json(info(Signal.ALRM, Cause.TIMER, 0, 0, 7), null);
    assertThat(timer.get("pid").isNull()).isTrue();
    assertThat(timer.get("value").longValue()).isEqualTo(7);
    JsonNode kill = json(info(Signal.HUP, Cause.KILL, 3, 0, 7), null);
    assertThat(kill.get("pid").intValue()).isEqualTo(3);
    assertThat(kill.get("uid").intValue()).isZero();
    assertThat(kill.get("value").isNull()).isTrue();
  }
}
