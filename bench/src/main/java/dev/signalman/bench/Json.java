package dev.signalman.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Writes maps, lists, numbers and texts as JSON.
public final class Json {
  private Json() {}

  /// That text.
  public static String of(Object value) {
    return switch (value) {
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(entry -> of(String.valueOf(entry.getKey())) + ": " + of(entry.getValue()))
              .collect(Collectors.joining(",\n", "{", "}"));
      case List<?> list -> list.stream().map(Json::of).collect(Collectors.joining(",\n", "[", "]"));
      case long[] numbers -> Arrays.toString(numbers);
      case Number number -> number.toString();
      case Boolean truth -> truth.toString();
      default -> text(value.toString());
    };
  }

  private static String text(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars()
        .forEach(character -> {
          if (character < ' ' || character == '"' || character == '\\') {
            quoted.append(String.format("\\u%04x", character));
          } else {
            quoted.append((char) character);
          }
        });
    return quoted.append('"').toString();
  }
}
