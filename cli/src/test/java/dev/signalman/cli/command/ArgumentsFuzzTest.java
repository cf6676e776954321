package dev.signalman.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.Fuzz;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

@Tag("fuzz")
class ArgumentsFuzzTest {
  /// Sent to nobody: no kernel gives a process this id.
  private static final String NOBODY = "2147483647";

  @Test
  void numbersAreInTheirRangeOrRefusedAndQuoted() throws Exception {
    Fuzz.texts(
        List.of("1", "4711", NOBODY, "-3"),
        text -> {
          try {
            assertThat(Arguments.pid(text)).isPositive();
            assertThat(Arguments.count(text)).isEqualTo(Arguments.value(text));
          } catch (TypeConversionException e) {
            assertThat(e).hasMessageStartingWith("\"" + text + "\" is not a");
          }
        });
  }
}
