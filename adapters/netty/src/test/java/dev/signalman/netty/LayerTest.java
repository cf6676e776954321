package dev.signalman.netty;

import dev.signalman.Signal;
import dev.signalman.lifecycle.Lifecycle;
import dev.signalman.testkit.ExportedPackages;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LayerTest {
  @Test
  @DisplayName("NETTY-14: the adapter uses what the library exports, and nothing else of it")
  void usesWhatIsExported() throws Exception {
    ExportedPackages.hold(NettySignals.class, Set.of(), Signal.class, Lifecycle.class);
  }
}
