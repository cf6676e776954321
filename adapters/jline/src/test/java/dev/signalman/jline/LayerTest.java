package dev.signalman.jline;

import dev.signalman.Signal;
import dev.signalman.testkit.ExportedPackages;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LayerTest {
  @Test
  @DisplayName("JLINE-08: the adapter uses what the library exports, and nothing else of it")
  void usesWhatIsExported() throws Exception {
    ExportedPackages.hold(SignalTerminal.class, Set.of(), Signal.class);
  }
}
