package dev.signalman.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.Fuzz;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fuzz")
class RawArgumentsFuzzTest {
  @Test
  void aCommandLineHasAnArgumentForEachNul() throws Exception {
    Fuzz.bytes(
        List.of("java\0-cp\0x\0\0\u00e4\0".getBytes(StandardCharsets.UTF_8)),
        content -> {
          int ends = 0;
          for (byte octet : content) {
            ends += octet == 0 ? 1 : 0;
          }
          assertThat(RawArguments.parse(content)).hasSize(ends);
        });
  }
}
