package dev.signalman.cli.proc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcStatTest {
  static final String TEXT =
      "42 (a) name) S 41 40 39 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 3 0 9876 100 200\n";

  private static ProcStat parse(String text) {
    return ProcStat.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void readsEachField() {
    assertThat(parse(TEXT)).isEqualTo(new ProcStat(42, "a) name", 'S', 41, 40, false, 3, 9876));
  }

  @Test
  void aNameMayHaveAnyCharacters() {
    assertThat(parse(TEXT.replace("a) name", ") (\u00e9")).name()).isEqualTo(") (\u00e9");
  }

  @Test
  void knowsThreadsOfTheKernel() {
    assertThat(parse(TEXT.replace("4194304", "2129984")).kernel()).isTrue();
  }

  @Test
  void aProcessWithoutItsFirstThreadIsNoZombie() {
    assertThat(parse(TEXT.replace(" S ", " Z ")).isZombie()).isFalse();
    assertThat(parse(TEXT.replace(" S ", " Z ").replace(" 20 0 3 ", " 20 0 1 ")).isZombie())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "42", "42 (name) S 41", "x (name) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15"})
  void anotherFormIsRefused(String text) {
    assertThatThrownBy(() -> parse(text)).hasMessageContaining("\"" + text + '"');
  }

  @Test
  void readsWhoseAThreadIs() {
    String text = "Name:\tx\nTgid:\t42\nPid:\t43\nTracerPid:\t7\nUid:\t1000\t0\t0\t0\n";
    assertThat(ProcIds.parse(text.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(new ProcIds(42, 7, 1000));
    assertThatThrownBy(() -> ProcIds.parse(new byte[0])).hasMessageContaining("line Tgid");
  }
}
