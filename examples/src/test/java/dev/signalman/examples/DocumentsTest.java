package dev.signalman.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.Documents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the documents name is there: files, headings, tests.
class DocumentsTest {
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
  private static final Pattern CODE = Pattern.compile("(?s)```.*?```");
  private static final Pattern METHOD =
      Pattern.compile("\\[`(\\w+)\\.(\\w+)`]\\(([^)\\s]+\\.java)\\)");
  private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|[a-z]IT))(?:\\.(\\w+))?`");

  @Test
  void linksLeadSomewhere() throws Exception {
    List<String> dead = new ArrayList<>();
    for (Path document : Documents.all()) {
      Matcher links = LINK.matcher(CODE.matcher(Files.readString(document)).replaceAll(""));
      while (links.find()) {
        if (!leadsSomewhere(document, links.group(1))) {
          dead.add(Documents.name(document) + ": " + links.group(1));
        }
      }
    }
    assertThat(dead).isEmpty();
  }

  private static boolean leadsSomewhere(Path document, String link) throws IOException {
    if (link.matches("https?://.*")) {
      return true; // another site, which a build may not reach
    }
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]);
    return Files.exists(target) && (parts.length == 1 || headings(target).contains(parts[1]));
  }

  /// As they are called in links.
  private static List<String> headings(Path document) throws IOException {
    return HEADING
        .matcher(Files.readString(document))
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({"WayOfASignal, way-of-a-signal", "TimeOfAStop, time-of-a-stop"})
  void picturesAreWhatTheirProgramsDraw(String name, String picture) throws Exception {
    Path pictures = Documents.ROOT.resolve("docs/pictures");
    Process program =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                pictures.resolve(name + ".java").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String drawn = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(program.waitFor()).isZero();
    assertThat(pictures.resolve(picture + ".svg")).hasContent(drawn);
  }

  @Test
  void methodsAreThere() throws Exception {
    List<String> missing = new ArrayList<>();
    for (Path document : Documents.all()) {
      Matcher linked = METHOD.matcher(Files.readString(document));
      while (linked.find()) {
        Path file = document.resolveSibling(linked.group(3));
        if (!file.endsWith(linked.group(1) + ".java")
            || !Files.readString(file).contains(" " + linked.group(2) + "(")) {
          missing.add(Documents.name(document) + ": " + linked.group());
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void testsAreThere() throws Exception {
    Map<String, String> tests = tests();
    List<String> missing = new ArrayList<>();
    for (Path document : Documents.all()) {
      Matcher named = TEST.matcher(Files.readString(document));
      while (named.find()) {
        String source = tests.get(named.group(1));
        String method = named.group(2);
        if (source == null || (method != null && !source.contains(" " + method + "("))) {
          missing.add(Documents.name(document) + ": " + named.group());
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  private static Map<String, String> tests() throws IOException {
    Map<String, String> tests = new HashMap<>();
    for (Path file : Documents.files("Test.java", "IT.java", "Test.kt")) {
      String name = file.getFileName().toString();
      // There may be one of a name in each package.
      tests.merge(name.substring(0, name.lastIndexOf('.')), Files.readString(file), String::concat);
    }
    return tests;
  }
}
