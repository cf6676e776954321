package dev.signalman.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalman.cli.command.Subcommand;
import dev.signalman.testkit.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The manual pages that the build makes of `docs/man`.
class ManPagesIT {
  private static final Path SOURCES = Path.of("..", "docs", "man");
  private static final Path PAGES = Path.of("target", "dist", "man", "man1");

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.list(SOURCES)) {
      return files.sorted().toList();
    }
  }

  private static Path page(Path source) {
    return PAGES.resolve(source.getFileName().toString().replaceFirst("\\.md$", ""));
  }

  private static void assumeTool(String... command) throws Exception {
    try {
      assumeTrue(Peer.run(command).status() < 126);
    } catch (IOException e) {
      assumeTrue(false, "skipped: no " + command[0]);
    }
  }

  @Test
  @DisplayName("CMD-13 each manual page exists and contains the text of its source")
  void sayWhatTheirSourcesSay() throws Exception {
    assumeTool("groff", "--version");
    for (Path source : sources()) {
      String shown =
          Peer.succeed(
                  "groff", "-man", "-t", "-Tascii", "-P-cbou", "-rLL=400n", page(source).toString())
              .output()
              .replaceAll("\\s+", " ");
      assertThat(shown).doesNotContain("`", "T{", ".PP");
      for (String word : literals(Files.readString(source))) {
        assertThat(shown).as(source.toString()).contains(word);
      }
    }
  }

  @Test
  void thereIsOneForEachCommand() throws Exception {
    List<String> pages = new ArrayList<>(List.of("signalman.1.md"));
    for (Subcommand command : Commands.all(Screen.plain().terminal())) {
      pages.add("signalman-" + command.spec().name() + ".1.md");
    }
    assertThat(sources())
        .extracting(source -> source.getFileName().toString())
        .containsExactlyInAnyOrderElementsOf(pages);
  }

  /// Code, headings, and the words of the first column of tables.
  private static List<String> literals(String markdown) {
    List<String> words = new ArrayList<>();
    String lines = markdown.replaceAll("(?m)^ {4,}.*$", "");
    Matcher matcher = Pattern.compile("(?<!`)`([^`\n]+)`|(?m)^## (.*)$").matcher(lines);
    while (matcher.find()) {
      String word = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
      words.add(word.replace("\\|", "|").replaceAll("\\s+", " ").strip());
    }
    return words;
  }

  @Test
  @DisplayName("CMD-13 mandoc finds no error in the pages")
  void areCorrect() throws Exception {
    assumeTool("mandoc", "-V");
    for (Path source : sources()) {
      assertThat(
              Peer.run("mandoc", "-Tlint", "-Wwarning", page(source).toString()).output().lines())
          .filteredOn(line -> !line.contains("missing date")) // a date would differ with each build
          .isEmpty();
    }
  }

  @Test
  @DisplayName("CMD-13 man(1) shows the pages")
  void canBeRead() throws Exception {
    assumeTool("man", "--version");
    String page = Path.of("target", "dist", "man").toAbsolutePath().toString();
    Peer man = Peer.run("env", "MANPATH=" + page, "MANPAGER=cat", "man", "signalman-every");
    assumeTrue(man.status() == 0, "skipped: this man shows no pages");
    assertThat(man.output()).contains("--only-children").contains("SEE ALSO");
  }
}
