package dev.signalman.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RawArgumentsTest {
  @Test
  void readsUtf8AndEmptyArguments() throws Exception {
    byte[] content = "java\0\0ü€\0a b\0".getBytes(StandardCharsets.UTF_8);
    assertThat(RawArguments.parse(content)).containsExactly("java", "", "ü€", "a b");
  }

  @Test
  void marksWhatIsNotUtf8() throws Exception {
    byte[] content = {'a', (byte) 0xff, 'b', 0};
    assertThat(RawArguments.parse(content)).containsExactly("a" + RawArguments.NOT_UTF_8 + "b");
  }

  @Test
  void leavesAsciiAsItIs() {
    String[] args = {"exec", "true"};
    assertThat(RawArguments.of(args)).isSameAs(args);
  }
}
