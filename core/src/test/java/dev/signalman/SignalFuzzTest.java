package dev.signalman;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.Fuzz;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fuzz")
class SignalFuzzTest {
  private static final List<String> VALID =
      List.of(
          "TERM", "SIGTERM", "sigint", "15", "64", "RTMIN+3", "SIGRTMAX-1", "RT3", "IOT", " 9 ");

  /// Digits, or a name of ASCII letters that is the signal's own but for the ways to write it.
  @Test
  void aTextIsASignalOrRefusedAndQuoted() throws Exception {
    Fuzz.texts(
        VALID,
        text -> {
          try {
            Signal signal = Signal.parse(text);
            assertThat(text.strip()).matches("[0-9]{1,4}|(?i:(SIG)?[A-Z]+[0-9]*([+-][0-9]{1,4})?)");
            assertThat(Signal.parse(signal.fullName())).isEqualTo(signal);
            assertThat(Signal.parse(text.toLowerCase(Locale.ROOT))).isEqualTo(signal);
          } catch (IllegalArgumentException e) {
            assertThat(e).isExactlyInstanceOf(IllegalArgumentException.class);
          }
        });
  }
}
