package dev.signalman.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MachineCodeTest {

  @Test
  void labelsAreTheNumberOfBytesBeforeThem() {
    MachineCode code =
        MachineCode.parse(
            """
            first:
              0f 05 | syscall
            second:
              c3    | ret
            """);
    assertThat(code.bytes()).containsExactly(0x0f, 0x05, 0xc3);
    assertThat(code.offsetOf("first")).isZero();
    assertThat(code.offsetOf("second")).isEqualTo(2);
  }

  @Test
  void unknownLabelIsNamed() {
    assertThatThrownBy(() -> MachineCode.parse("c3 | ret").offsetOf("third"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("third");
  }

  @ParameterizedTest
  @ValueSource(strings = {"c3 ret", "c | ret", "xy | ret", "c3c3 | ret", "a:\na:"})
  void lineThatIsNeitherLabelNorBytesIsRefused(String text) {
    assertThatThrownBy(() -> MachineCode.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
