package dev.signalman.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Signal;
import org.junit.jupiter.api.Test;

class SignalNumbersTest {
  @Test
  void everyBitHasAName() {
    assertThat(SignalNumbers.names(-1)).hasSize(64).doesNotHaveDuplicates();
    assertThat(SignalNumbers.names(0)).isEmpty();
  }

  @Test
  void theTwoThatTheCLibraryKeepsAreNotLost() {
    assertThat(SignalNumbers.names(0xFL << 30))
        .containsExactly("SIGSYS", "SIG32", "SIG33", "SIGRTMIN");
  }

  @Test
  void bit0IsSignal1() {
    assertThat(SignalNumbers.names(1)).containsExactly("SIGHUP");
    assertThat(SignalNumbers.names(1L << 63)).containsExactly("SIGRTMIN+30");
    assertThat(SignalNumbers.name(40)).isEqualTo("SIGRTMIN+6");
    assertThat(SignalNumbers.signal(40)).isEqualTo(Signal.RT6);
  }
}
