package dev.signalman.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void writesNestedValues() {
    assertThat(Json.of(Map.of("a", List.of(1, 2.5, new long[] {3, 4}))))
        .isEqualTo("{\"a\": [1,\n2.5,\n[3, 4]]}");
  }

  @Test
  void quotesWhatWouldEndTheText() {
    assertThat(Json.of("a\"b\\c\nd")).isEqualTo("\"a\\u0022b\\u005cc\\u000ad\"");
  }
}
