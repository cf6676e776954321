package dev.signalman.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.Fuzz;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fuzz")
class EnvironmentFuzzTest {
  private static final List<byte[]> VALID =
      List.of(
          "HOME=/root\0PATH=/bin:/usr/bin\0LANG=\0".getBytes(StandardCharsets.UTF_8),
          "A=1\0A=2\0B==\0=C:\0nothing\0Ä=ß\0".getBytes(StandardCharsets.UTF_8));

  @Test
  void aBlockIsKeptToTheByte() throws Exception {
    Fuzz.bytes(
        VALID,
        block -> {
          ByteArrayOutputStream joined = new ByteArrayOutputStream();
          for (byte[] variable : Environment.split(block)) {
            joined.writeBytes(variable);
            joined.write(0);
          }
          int end = new String(block, StandardCharsets.ISO_8859_1).lastIndexOf('\0') + 1;
          assertThat(joined.toByteArray()).isEqualTo(Arrays.copyOf(block, end));
        });
  }

  @Test
  void aBlockWithoutEndLosesItsLastVariableAlone() {
    byte[] block = "A=1\0B=2".getBytes(StandardCharsets.UTF_8);
    assertThat(Environment.split(block)).hasSize(1);
    assertThat(Environment.split(Arrays.copyOf(block, block.length + 1))).hasSize(2);
  }
}
