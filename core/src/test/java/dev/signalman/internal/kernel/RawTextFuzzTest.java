package dev.signalman.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.Fuzz;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fuzz")
class RawTextFuzzTest {
  private static final List<byte[]> VALID =
      List.of(
          "java -Dname=\u00e4\u20ac\ud83d\ude00 Main".getBytes(StandardCharsets.UTF_8),
          new byte[] {'a', (byte) 0xff, (byte) 0xc3, 'b', (byte) 0xed, (byte) 0xb2, (byte) 0x80});

  @Test
  void allBytesComeBack() throws Exception {
    Fuzz.bytes(VALID, bytes -> assertThat(RawText.bytes(RawText.of(bytes))).isEqualTo(bytes));
  }

  @Test
  void textIsUtf8() {
    String text = "\u00e4\u20ac\ud83d\ude00";
    assertThat(RawText.of(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(text);
    assertThat(RawText.bytes(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
    assertThat(RawText.bytes("\udcff\u20ac")).containsExactly(0xff, 0xe2, 0x82, 0xac);
  }
}
