package dev.signalman.spring.boot;

import dev.signalman.lifecycle.Lifecycle;
import dev.signalman.lifecycle.test.VirtualProcess;
import dev.signalman.signal.Signals;
import dev.signalman.testkit.ExportedPackages;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LayerTest {
  @Test
  @DisplayName("SPRING-23 only what core, lifecycle and lifecycle-test export is used")
  void usesWhatIsExported() throws Exception {
    ExportedPackages.hold(
        SignalListeners.class,
        Set.of("dev.signalman.micrometer"),
        Signals.class,
        Lifecycle.class,
        VirtualProcess.class);
  }
}
