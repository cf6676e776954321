package dev.signalman.portable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.ChildJvm;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// All that a program can call, in portable mode.
class WholeApiTest {
  @Test
  @DisplayName(
      "PORT-30: in portable mode each method of the public API works or names what is missing; none"
          + " is an error, and none hangs")
  void worksOrNamesWhatIsMissing() throws Exception {
    try (ChildJvm child =
        ChildJvm.of(ApiWalk.class)
            .folders()
            .vm("-Dsignalman.mode=portable")
            .denyNativeAccess()
            .start()) {
      List<String> refused = new ArrayList<>();
      String line = child.line();
      while (!line.startsWith("called ")) {
        refused.add(line);
        line = child.line();
      }
      child.expectExit(0);
      assertThat(refused).filteredOn(each -> each.startsWith("BAD ")).isEmpty();
      assertThat(Integer.parseInt(line.substring("called ".length()))).isGreaterThan(400);
      assertThat(refused)
          .anyMatch(each -> each.contains("Pipe.open") && each.contains("pipes (Pipe)"))
          .anyMatch(each -> each.contains("SignalMask.block") && each.contains("signal masks"))
          .anyMatch(each -> each.contains("Alarm.") && each.contains("timers that send signals"))
          .anyMatch(each -> each.contains("Orphans.adopt") && each.contains("adopting orphans"))
          .anyMatch(each -> each.contains("JavaChild") && each.contains("UNIX socket"))
          .anyMatch(each -> each.contains("Child.pidfd") && each.contains("(pidfd)"))
          .noneMatch(each -> each.contains("Signals.handle(Signal,"));
      assertThat(child.errors()).filteredOn(each -> each.contains("WARNING")).isEmpty();
    }
  }
}
