package dev.signalman.cli.proc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProcStatusTest {
  private static final String TEXT =
      """
      Name:\tworker
      Umask:\t0022
      State:\tS (sleeping)
      Threads:\t3
      SigQ:\t7/96365
      SigPnd:\t0000000000000001
      ShdPnd:\t8000000000000000
      SigBlk:\t0000000000010000
      SigIgn:\t0000000000000004
      SigCgt:\t0000000180000000
      CapInh:\t0000000000000000
      """;

  private static ProcStatus parse(String text) {
    return ProcStatus.parse(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void readsEachField() {
    assertThat(parse(TEXT))
        .isEqualTo(new ProcStatus("worker", 1, 1L << 63, 1 << 16, 4, 3L << 31, 7, 96_365));
  }

  @Test
  void aLimitOfAnyNumberIsNegative() {
    assertThat(parse(TEXT.replace("7/96365", "0/18446744073709551615")).queueLimit()).isNegative();
  }

  @ParameterizedTest
  @CsvSource({"a\\\\b, a\\b", "tab\there, tab\there", "b\\x, bx", "'end\\', 'end\\'", "Ã¤, ä"})
  void undoesWhatTheKernelDidToTheName(String written, String name) {
    assertThat(parse(TEXT.replace("worker", written)).name()).isEqualTo(name);
  }

  @Test
  void aNameMayHoldALineFeedOrALineOfTheFile() {
    assertThat(parse(TEXT.replace("worker", "a\\nSigQ:\t0/0")).name()).isEqualTo("a\nSigQ:\t0/0");
    assertThat(parse(TEXT.replace("worker", "a\\nSigQ:\t0/0")).queued()).isEqualTo(7);
  }

  @Test
  void aNameThatIsNoUtf8StillIsOne() {
    assertThat(parse(TEXT.replace("worker", "\u00ff")).name()).isEqualTo("\ufffd");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Name", "SigQ", "SigPnd", "ShdPnd", "SigBlk", "SigIgn", "SigCgt"})
  void aMissingLineIsNamed(String line) {
    assertThatThrownBy(() -> parse(TEXT.replace(line + ":", "X:")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no line " + line + " in a status file of /proc");
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "/5", "a/b", "7/", ""})
  void aLineThatMakesNoSenseIsQuoted(String queue) {
    assertThatThrownBy(() -> parse(TEXT.replace("7/96365", queue)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("line SigQ of a status file of /proc is wrong: \"");
  }
}
