package dev.signalman.posix;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The metadata for native images names what the code links. No image has been built with it.
class NativeImageTest {
  private static final String METADATA =
      "/META-INF/native-image/dev.signalman/signalman-posix/reachability-metadata.json";
  private static final Path SOURCES = Path.of("src", "main", "java", "dev", "signalman", "posix");

  @Test
  @DisplayName(
      "PORT-60: the metadata for native images has each shape that is linked, and no other")
  void shapes() throws IOException {
    String expected =
        "{\"foreign\":{\"downcalls\":["
            + shape(Door.plain(), "")
            + ","
            + shape(Door.holding(), "")
            + ","
            + shape(Door.holding(), ",\"options\":{\"captureCallState\":true}")
            + "]}}";
    try (InputStream file = NativeImageTest.class.getResourceAsStream(METADATA)) {
      String text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
      assertThat(text.replaceAll("\\s", "")).isEqualTo(expected);
    }
  }

  private static String shape(FunctionDescriptor descriptor, String options) {
    return "{\"returnType\":"
        + name(descriptor.returnLayout().orElseThrow())
        + ",\"parameterTypes\":["
        + descriptor.argumentLayouts().stream().map(NativeImageTest::name).collect(joining(","))
        + "]"
        + options
        + "}";
  }

  private static String name(MemoryLayout layout) {
    return layout.equals(ValueLayout.JAVA_LONG) ? "\"jlong\"" : "\"void*\"";
  }

  /// The three shapes above are linked by these three calls.
  @Test
  void nothingElseIsLinked() throws IOException {
    StringBuilder code = new StringBuilder();
    try (Stream<Path> files = Files.list(SOURCES)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        code.append(Files.readString(file));
      }
    }
    assertThat(count(code, ".downcallHandle(")).isEqualTo(1);
    assertThat(count(code, ".upcallStub(")).isZero();
    assertThat(count(code, "= link(plain())")).isEqualTo(1);
    assertThat(count(code, "= link(holding())")).isEqualTo(1);
    assertThat(count(code, "return link(holding(), Linker.Option.captureCallState(")).isEqualTo(1);
    assertThat(count(code, " link(")).isEqualTo(4); // with the declaration
  }

  private static int count(StringBuilder text, String wanted) {
    return text.toString().split(Pattern.quote(wanted), -1).length - 1;
  }
}
