package dev.signalman.posix;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
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
  @ValueSource(
      strings = {
        "c3 ret",
        "c | ret",
        "xy | ret",
        "c3c3 | ret",
        "c3  c3 | ret",
        "c3 c | ret",
        "a:\na:"
      })
  void lineThatIsNeitherLabelNorBytesIsRefused(String text) {
    assertThatThrownBy(() -> MachineCode.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void labelsAreNotWithoutEnd() {
    String most = labels(8);
    assertThat(MachineCode.parse(most + "c3 | ret").offsetOf("label7")).isZero();
    assertThatThrownBy(() -> MachineCode.parse(most + "ninth:"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ninth");
  }

  private static String labels(int count) {
    return IntStream.range(0, count).mapToObj(i -> "label" + i + ":\n").collect(joining());
  }

  @Test
  void aSourceMayHaveBarsAndNoSource() {
    MachineCode code = MachineCode.parse("a: \n\n 0F 05 | or a|b\n c3 |");
    assertThat(code.bytes()).containsExactly(0x0f, 0x05, 0xc3);
    assertThat(code.size()).isEqualTo(3);
    assertThat(code.offsetOf("a")).isZero();
  }

  @Test
  void changingTheBytesHandedOutChangesNothingElse() {
    MachineCode code = MachineCode.parse("c3 | ret");
    code.bytes()[0] = 0;
    assertThat(code.bytes()).containsExactly(0xc3);
  }
}
