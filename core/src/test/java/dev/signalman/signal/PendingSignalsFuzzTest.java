package dev.signalman.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.Fuzz;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fuzz")
class PendingSignalsFuzzTest {
  private static final List<byte[]> VALID =
      List.of(
          "Name:\tjava\nSigPnd:\t0000000000000200\nShdPnd:\t8000000000010004\n"
              .getBytes(StandardCharsets.UTF_8));

  @Test
  void aStatusFileGivesSignalsOrIsRefusedByName() throws Exception {
    Fuzz.bytes(
        VALID,
        content -> {
          List<String> status = new String(content, StandardCharsets.UTF_8).lines().toList();
          try {
            assertThat(PendingSignals.in(status, true))
                .containsAll(PendingSignals.in(status, false));
          } catch (IllegalStateException e) {
            assertThat(e).hasMessageContaining("Pnd");
          }
        });
  }
}
