package dev.signalman.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
  @Test
  void laterOptionsRefineEarlierOnes() {
    Options options =
        Options.parse(List.of("--quick", "--rounds", "2", "--jvm", "-Xint", "--jvm", "-Xrs"));

    assertThat(options.rounds()).isEqualTo(2);
    assertThat(options.samples()).isEqualTo(250);
    assertThat(options.jvm()).containsExactly("-Xint", "-Xrs");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--rounds 0", "--rounds x", "--samples 65537", "--rounds", "--fast 1"})
  void refusesWhatItDoesNotUnderstandByName(String arguments) {
    List<String> words = List.of(arguments.split(" ", -1));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Options.parse(words))
        .withMessageContaining(words.getFirst());
  }
}
