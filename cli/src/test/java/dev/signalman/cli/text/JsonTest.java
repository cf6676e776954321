package dev.signalman.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonTest {
  private static final ObjectMapper READER = new ObjectMapper();

  @Test
  void writesObjectsAndArraysOnOneLine() {
    Json json = new Json().beginObject().key("a").value(1).key("b").beginArray();
    json.beginObject().endObject().beginArray().endArray().value("x").nothing().value(true);
    json.endArray().key("c").values(List.of("y", "z")).key("d").values(List.of()).endObject();
    assertThat(json.toString())
        .isEqualTo(
            "{\"a\": 1, \"b\": [{}, [], \"x\", null, true], \"c\": [\"y\", \"z\"], \"d\": []}");
  }

  @Test
  void keepsNumbersExactly() throws Exception {
    Json json = new Json().beginArray().value(Long.MIN_VALUE).value(Long.MAX_VALUE).endArray();
    JsonNode array = READER.readTree(json.toString());
    assertThat(array.get(0).longValue()).isEqualTo(Long.MIN_VALUE);
    assertThat(array.get(1).longValue()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void clearEmptiesTheText() {
    Json json = new Json().beginArray().value(1).endArray();
    assertThat(json.clear().beginArray().value(2).endArray().toString()).isEqualTo("[2]");
  }

  @Test
  void isAsciiAndKeepsEveryString() throws Exception {
    Random random = Seed.random();
    for (int i = 0; i < 20_000; i++) {
      String string = string(random);
      String json = new Json().beginObject().key(string).value(string).endObject().toString();
      assertThat(json).matches("[ -~]*");
      JsonNode object = READER.readTree(json);
      assertThat(object.fieldNames().next()).isEqualTo(string);
      assertThat(object.elements().next().textValue()).isEqualTo(string);
    }
  }

  /// Of any chars: controls, quotes, backslashes, halves of surrogate pairs.
  private static String string(Random random) {
    StringBuilder string = new StringBuilder();
    for (int length = random.nextInt(10); length > 0; length--) {
      int bound = random.nextBoolean() ? 0x80 : 0x10000;
      string.append((char) random.nextInt(bound));
    }
    return string.toString();
  }
}
