package dev.signalman.cli.capabilities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Capabilities.Promise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CapabilitiesCommandTest {
  @Test
  @DisplayName("PORT-40: the table in docs/platforms.md is the one that the command prints")
  void theDocumentHasTheSameTable() throws IOException {
    List<String> expected = new ArrayList<>();
    StringBuilder titles = new StringBuilder("| |");
    for (Platform platform : Platform.values()) {
      titles.append(' ').append(platform.title()).append(" |");
    }
    expected.add(titles.toString());
    expected.add("|---|---|---|---|---|");
    for (Promise promise : Promise.values()) {
      StringBuilder row = new StringBuilder("| ").append(promise.text()).append(" |");
      for (Platform platform : Platform.values()) {
        row.append(platform.keeps(promise) ? " yes |" : " no |");
      }
      expected.add(row.toString());
    }
    assertThat(Files.readAllLines(Path.of("..", "docs", "platforms.md")))
        .containsSubsequence(expected);
  }
}
