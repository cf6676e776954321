package dev.signalman.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalman.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ArgumentsTest {
  @Test
  void aPidIsANumberThatAProcessCanHave() {
    assertThat(Arguments.pid("1")).isEqualTo(1);
    assertThat(Arguments.pid("2147483647")).isEqualTo(Integer.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1",
        "-0",
        "+1",
        "2147483648",
        "4294967297",
        "99999999999999999999",
        "",
        " 1",
        "1 ",
        "abc",
        "1.0",
        "0x1",
        "1e3",
        "self"
      })
  void anythingElseIsNoPid(String text) {
    assertThatThrownBy(() -> Arguments.pid(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage("\"" + text + "\" is not a process id: write a number from 1 to 2147483647");
  }

  @Test
  void aValueHas64Bits() {
    assertThat(Arguments.value("-9223372036854775808")).isEqualTo(Long.MIN_VALUE);
    assertThat(Arguments.value("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
    assertThatThrownBy(() -> Arguments.value("9223372036854775808"))
        .hasMessageContaining("is not a value");
  }

  @Test
  void aCountIsAtLeastOne() {
    assertThat(Arguments.count("1")).isEqualTo(1);
    assertThatThrownBy(() -> Arguments.count("0")).hasMessageContaining("is not a count");
  }

  @Test
  void aSignalHasANameOrANumber() {
    assertThat(Arguments.signal("sigterm")).isEqualTo(Signal.TERM);
    assertThat(Arguments.signal("RTMIN+6")).isEqualTo(Signal.RT6);
    assertThat(Arguments.signal("9")).isEqualTo(Signal.KILL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "FOO", "0", "-1", "32", "33", "65", "RTMIN+31", "RTMAX+1"})
  void anythingElseIsNoSignal(String text) {
    assertThatThrownBy(() -> Arguments.signal(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining(text);
  }

  @Test
  void theNamesToCompleteAreSignals() {
    assertThat(Arguments.signalNames())
        .contains("HUP", "RTMIN+6")
        .allSatisfy(name -> assertThat(Arguments.signal(name)).isNotNull());
  }
}
