package dev.signalman.cli.capabilities;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalman.Capabilities.Promise;
import dev.signalman.cli.Launcher;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CapabilitiesIT {
  @Test
  @DisplayName("PORT-41: signalman capabilities tells the mode and each promise, in text and JSON")
  void textAndJsonSayTheSame() throws Exception {
    JsonNode json = Launcher.run("capabilities", "--json").json();
    List<String> lines = Launcher.run("capabilities").lines();
    assertThat(json.get("mode").textValue()).isIn("FULL", "HANDLER_ONLY");
    assertThat(lines.getFirst()).startsWith("mode " + json.get("mode").textValue());
    assertThat(json.get("promises").size()).isEqualTo(Promise.values().length);
    for (int i = 0; i < Promise.values().length; i++) {
      JsonNode promise = json.get("promises").get(i);
      assertThat(lines.get(i + 2))
          .startsWith(promise.get("here").booleanValue() ? "yes" : "no")
          .endsWith(promise.get("text").textValue());
      assertThat(promise.get("linux").booleanValue()).isTrue();
    }
  }
}
