package dev.signalman.vertx;

import dev.signalman.Signal;
import dev.signalman.lifecycle.Lifecycle;
import dev.signalman.testkit.ExportedPackages;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LayerTest {
  @Test
  @DisplayName("VERTX-08: the adapter uses what the library exports, and nothing else of it")
  void usesWhatIsExported() throws Exception {
    ExportedPackages.hold(VertxSignals.class, Set.of(), Signal.class, Lifecycle.class);
  }
}
