package dev.signalman.portable;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The metadata for native images names what the code looks up. No image has been built with it.
class NativeImageTest {
  private static final Path METADATA =
      Path.of("src/main/resources/META-INF/native-image/dev.signalman/signalman")
          .resolve("reachability-metadata.json");
  private static final Pattern LOOKED_UP =
      Pattern.compile(
          "(?:Class\\.forName\\(|findStatic\\(type, |findStaticVarHandle\\(handlerType, )\"([^\"]+)\"");
  private static final Pattern NAMED = Pattern.compile("\"(?:type|name)\": \"([^\"]+)\"");

  @Test
  @DisplayName("PORT-61: the metadata for native images has what is looked up by name, and no more")
  void names() throws IOException {
    Set<String> lookedUp = new TreeSet<>(Set.of("<init>"));
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        find(LOOKED_UP, Files.readString(file), lookedUp);
      }
    }
    Set<String> named = new TreeSet<>();
    find(NAMED, Files.readString(METADATA), named);
    assertThat(named).isEqualTo(lookedUp);
  }

  private static void find(Pattern pattern, String text, Set<String> found) {
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
  }
}
