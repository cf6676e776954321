package dev.signalman.cli.list;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalman.Signal;
import dev.signalman.cli.Launcher;
import dev.signalman.testkit.Peer;
import org.junit.jupiter.api.Test;

/// `signalman list` against what the system says itself.
class ListIT {
  @Test
  void agreesWithTheShellOnNamesAndNumbers() throws Exception {
    JsonNode signals = Launcher.run("list", "--json").json();
    assertThat(signals.size()).isEqualTo(64);
    for (JsonNode signal : signals) {
      int number = signal.get("number").intValue();
      if (number != 32 && number != 33) {
        String name = Peer.sh("kill -l $1", Integer.toString(number)).output().strip();
        assertThat(Signal.parse(name).fullName()).isEqualTo(signal.get("name").textValue());
      }
    }
  }

  @Test
  void textAndJsonSayTheSame() throws Exception {
    JsonNode signals = Launcher.run("list", "--json").json();
    Launcher.Result text = Launcher.run("list");
    assertThat(text.errors()).isEmpty();
    for (JsonNode signal : signals) {
      assertThat(text.lines().get(signal.get("number").intValue()).strip().split("  +", 6))
          .containsExactly(
              signal.get("number").asText(),
              signal.get("name").textValue(),
              signal.get("default").textValue(),
              signal.get("owner").textValue(),
              signal.get("claim").textValue(),
              signal.get("description").textValue());
    }
  }
}
