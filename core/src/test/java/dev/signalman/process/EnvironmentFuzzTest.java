package dev.signalman.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.Fuzz;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fuzz")
class EnvironmentFuzzTest {
  private static final List<byte[]> VALID =
      List.of(
          "HOME=/root\0PATH=/bin:/usr/bin\0LANG=\0".getBytes(StandardCharsets.UTF_8),
          "A=1\0A=2\0B==\0=C:\0nothing\0Ä=ß\0".getBytes(StandardCharsets.UTF_8));

  @Test
  void eachVariableIsKeptToTheByteOnce() throws Exception {
    Fuzz.bytes(
        VALID,
        block -> {
          Set<String> names = new HashSet<>();
          for (byte[] variable : Environment.split(block).values()) {
            String text = new String(variable, StandardCharsets.ISO_8859_1);
            assertThat(text).doesNotContain("\0").matches("(?s)[^=]+=.*");
            assertThat(names.add(text.substring(0, text.indexOf('=')))).isTrue();
            assertThat("\0" + new String(block, StandardCharsets.ISO_8859_1))
                .contains("\0" + text + "\0");
          }
        });
  }

  @Test
  void aBlockWithoutEndLosesOnlyWhatHasNone() {
    byte[] block = "A=1\0B=2".getBytes(StandardCharsets.UTF_8);
    assertThat(Environment.split(block)).hasSize(1);
    assertThat(Environment.split(Arrays.copyOf(block, block.length + 1))).hasSize(2);
  }
}
