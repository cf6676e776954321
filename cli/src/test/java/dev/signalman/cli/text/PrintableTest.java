package dev.signalman.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
  @Test
  void controlCharactersLoseTheirPower() {
    assertThat(Printable.of("\u001b]0;x\u0007\n\u009b\u007f"))
        .isEqualTo("\\x1b]0;x\\x07\\x0a\\x9b\\x7f");
  }

  @Test
  void otherNamesStayAsTheyAre() {
    assertThat(Printable.of("Web Content ä 字")).isEqualTo("Web Content ä 字");
  }
}
