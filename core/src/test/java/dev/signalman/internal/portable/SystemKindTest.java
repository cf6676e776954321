package dev.signalman.internal.portable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SystemKindTest {
  @ParameterizedTest
  @CsvSource({
    "Linux, Linux",
    "Mac OS X, macOS",
    "FreeBSD, macOS",
    "Windows 11, Windows",
    "'', macOS",
  })
  @DisplayName("PORT-08: systems are told apart by the name that the VM has for them")
  void byName(String osName, String shown) {
    assertThat(SystemKind.of(osName)).hasToString(shown);
  }

  @Test
  @DisplayName("PORT-08: Windows has INT, TERM and BREAK, which stands for QUIT")
  void windows() {
    assertThat(known(SystemKind.WINDOWS))
        .isEqualTo(SignalSet.of(Signal.INT, Signal.TERM, Signal.QUIT));
    assertThat(SystemKind.WINDOWS.name(Signal.QUIT)).isEqualTo("BREAK");
    assertThat(SystemKind.WINDOWS.name(Signal.INT)).isEqualTo("INT");
  }

  @Test
  @DisplayName("PORT-08: macOS lacks two standard signals of Linux; no system has real-time ones")
  void macos() {
    SignalSet linux = known(SystemKind.LINUX);
    assertThat(linux).hasSize(31);
    assertThat(linux.minus(known(SystemKind.BSD)))
        .isEqualTo(SignalSet.of(Signal.STKFLT, Signal.PWR));
  }

  private static SignalSet known(SystemKind system) {
    SignalSet known = SignalSet.none();
    for (Signal signal : Signal.values()) {
      if (system.name(signal) != null) {
        known = known.with(signal);
      }
    }
    return known;
  }
}
