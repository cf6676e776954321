package dev.signalman.junit;

import dev.signalman.Signal;
import dev.signalman.testkit.ExportedPackages;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LayerTest {
  @Test
  @DisplayName("JUNIT-16: the adapter uses what the library exports, and nothing else of it")
  void usesWhatIsExported() throws Exception {
    ExportedPackages.hold(SignalsExtension.class, Set.of(), Signal.class);
  }
}
